package io.vgi.it;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BufferingFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.arrow.vector.BigIntVector;
import org.sqlite.SQLiteDataSource;

/**
 * A worker one of whose processes is killed (SIGKILL) when the store has what a call keeps and the
 * client has no answer: at the second entry of a kind that it adds to the log of states.
 */
final class RepeatedWorker {
  static final String STORE = "repeated.store";
  static final String MARKER = "repeated.marker";

  /**
   * The kind: 0 for rows, 1 for groups that go into others, -1 for batches that a buffering
   * function keeps.
   */
  static final String KIND = "repeated.kind";

  static final String AT = "repeated.at";

  private RepeatedWorker() {}

  public static void main(String[] args) {
    SQLiteDataSource file = new SQLiteDataSource();
    file.setUrl("jdbc:sqlite:" + System.getProperty(STORE) + "?busy_timeout=10000");
    DataSource killing =
        proxy(
            DataSource.class,
            (method, arguments) -> {
              Object result = method.invoke(file, arguments);
              return result instanceof Connection connection ? watched(connection) : result;
            });
    BufferingFunction<?, ?> kept =
        BufferingFunction.keeping(FunctionSpec.buffering("kept").tableInput().build());
    Worker.of(Catalog.named(Probe.CATALOG).function(new Sum()).function(kept).build())
        .state(StateStore.jdbc(killing))
        .run(args);
  }

  private interface Does {
    Object call(Method method, Object[] arguments) throws ReflectiveOperationException, Exception;
  }

  private static <T> T proxy(Class<T> type, Does does) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return does.call(method, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            }));
  }

  private static Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          return result instanceof PreparedStatement statement
                  && String.valueOf(arguments[0]).contains("INSERT INTO vgi_log")
              ? watched(statement)
              : result;
        });
  }

  private static final AtomicInteger APPENDED = new AtomicInteger();

  private static PreparedStatement watched(PreparedStatement statement) {
    boolean[] due = new boolean[1];
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().startsWith("set")
              && arguments.length > 1
              && arguments[1] instanceof byte[] entry
              && entry.length > 16
              && arguments[0].equals(3)) {
            due[0] =
                entry[0] == Integer.getInteger(KIND)
                    && APPENDED.incrementAndGet() == Integer.getInteger(AT);
          }
          Object result = method.invoke(statement, arguments);
          return result instanceof ResultSet rows && due[0] ? watched(rows) : result;
        });
  }

  private static ResultSet watched(ResultSet rows) {
    return proxy(
        ResultSet.class,
        (method, arguments) -> {
          Object result = method.invoke(rows, arguments);
          if (method.getName().equals("close")) {
            die();
          }
          return result;
        });
  }

  /** The entry is in the store. */
  private static void die() throws IOException, InterruptedException {
    try {
      Files.createFile(Path.of(System.getProperty(MARKER)));
    } catch (FileAlreadyExistsException once) {
      return;
    }
    String kill = "kill -9 " + ProcessHandle.current().pid();
    new ProcessBuilder("sh", "-c", kill).start().waitFor();
  }

  private static final class Sum implements AggregateFunction<long[], BigIntVector> {
    private static final Column<BigIntVector> V = Column.bigint("v");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("summed").columns(V).returns(SqlType.BIGINT).build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      BigIntVector values = in.get(V);
      in.forEachRow(row -> groups.at(row)[0] += values.get(row));
    }

    @Override
    public void merge(Call call, long[] into, long[] from) {
      into[0] += from[0];
    }

    @Override
    public void result(Call call, long[] state, BigIntVector out, int row) {
      out.set(row, state[0]);
    }
  }
}
