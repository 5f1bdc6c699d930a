package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.testing.ListedFunction.Kind;
import io.vgi.testing.ListedFunction.Param;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A call of a scalar function. As in DuckDB, equal rows of one batch reach the function once,
 * unless it is declared volatile. One thread at a time.
 */
public final class ScalarCall {
  private final LocalWorker worker;
  private final String name;
  private final Arguments arguments = new Arguments();
  private int batch = Calls.BATCH;

  ScalarCall(LocalWorker worker, String name) {
    this.worker = worker;
    this.name = name;
  }

  /** The constants, in the order in which they are declared; columns are not among them. */
  public ScalarCall args(@Nullable Object... values) {
    arguments.add(values);
    return this;
  }

  /** The most rows of one batch; 2048 by default, as in DuckDB. */
  public ScalarCall batchSize(int rows) {
    batch = rows;
    return this;
  }

  /** The result for one row of column values. */
  public @Nullable Object row(@Nullable Object... values) {
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (Object value : values) {
      columns.add(Values.single(value));
    }
    return worker.run(() -> results(columns)).get(0);
  }

  /**
   * The results for all rows.
   *
   * @param columns the columns of the input, of one length; none for one row without columns
   * @throws QueryException when the function fails
   * @throws IllegalArgumentException when a value is not of the declared type
   */
  public List<@Nullable Object> of(List<?>... columns) {
    return worker.run(() -> results(List.of(columns)));
  }

  private List<@Nullable Object> results(List<? extends List<?>> columns) {
    int rows = Calls.rows(columns, 1);
    ListedFunction function =
        worker.function(name, List.of("SCALAR"), arguments.positional, Calls.samples(columns));
    List<Field> fields = fields(function, columns);
    List<@Nullable Object> results = new ArrayList<>(rows);
    try (Connection connection = worker.session().connect(name)) {
      Bound.Request request =
          new Bound.Request(
              arguments.encode(function, connection.memory()),
              WireSchema.of(fields),
              names(function, columns.size()),
              null);
      Bound bound = Bound.of(worker, connection, function, request);
      if (rows == 0) { // the engine opens no stream for nothing
        return results;
      }
      try (Connection.Stream stream = connection.open(bound.init())) {
        List<Integer> cuts = Calls.cuts(rows, batch);
        for (int i = 0; i + 1 < cuts.size(); i++) {
          boolean each = "VOLATILE".equals(function.info().text("stability"));
          Chunk chunk = Chunk.of(columns, cuts.get(i), cuts.get(i + 1), each);
          try (WireBatch input =
                  Values.batch(
                      "'" + name + "'",
                      fields,
                      chunk.columns(),
                      0,
                      chunk.rows(),
                      connection.memory());
              WireBatch answer = stream.exchange(input)) {
            List<@Nullable Object> own = new ArrayList<>();
            read(answer, chunk.rows(), own);
            for (int row : chunk.sent()) {
              results.add(own.get(row));
            }
          }
        }
      }
    }
    return results;
  }

  /**
   * Some rows, of equal ones one alone.
   *
   * @param columns the values of the rows that are sent
   * @param rows how many these are
   * @param sent for every row the one of these that is equal
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(List<List<@Nullable Object>> columns, int rows, int[] sent) {
    static Chunk of(List<? extends List<?>> columns, int from, int to, boolean each) {
      List<List<@Nullable Object>> distinct = new ArrayList<>();
      columns.forEach(column -> distinct.add(new ArrayList<>()));
      Map<List<@Nullable Object>, Integer> known = new HashMap<>();
      int[] sent = new int[to - from];
      int rows = 0;
      for (int row = from; row < to; row++) {
        List<@Nullable Object> key = new ArrayList<>();
        for (List<?> column : columns) {
          key.add(column.get(row));
        }
        Integer before = each || columns.isEmpty() ? null : known.putIfAbsent(key, rows);
        sent[row - from] = before == null ? rows : before;
        for (int i = 0; before == null && i < columns.size(); i++) {
          distinct.get(i).add(key.get(i));
        }
        rows += before == null ? 1 : 0;
      }
      return new Chunk(distinct, rows, sent);
    }
  }

  private void read(WireBatch answer, int rows, List<@Nullable Object> results) {
    if (answer.rows() != rows || answer.columns().size() != 1) {
      throw QueryException.ofEngine(
          "'" + name + "' answered " + rows + " rows with " + answer.rows());
    }
    ValueCodec.Reader<Object> reader = Values.reader(answer, 0);
    for (int row = 0; row < rows; row++) {
      results.add(reader.get(row));
    }
  }

  /** The columns of the input: those declared, numbered, in the declared types. */
  static List<Field> fields(ListedFunction function, List<? extends List<?>> columns) {
    List<Param> params = function.params(Kind.COLUMN);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Param param = params.get(Math.min(i, params.size() - 1));
      fields.add(
          (param.type().isAny() ? Values.typeOfAll(columns.get(i)) : param.type())
              .field("col_" + i));
    }
    return fields;
  }

  /** The parameters in the order of the call; a repeated one has a name for none of its values. */
  static List<@Nullable String> names(ListedFunction function, int columns) {
    List<@Nullable String> names = new ArrayList<>();
    int left = columns - (function.params(Kind.COLUMN).size() - 1);
    for (Param param : function.params()) {
      int times = param.varargs() && param.kind() == Kind.COLUMN ? left : 1;
      for (int i = 0; i < times; i++) {
        names.add(param.varargs() ? null : param.name());
      }
    }
    return names;
  }
}
