package io.vgi.testing.duckdb;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A DuckDB that runs, and the worker that it uses. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private ServedWorker worker = ServedWorker.NONE;

  private Session(Connection connection) {
    this.connection = connection;
  }

  /**
   * Starts all that {@code setup} says.
   *
   * @throws IllegalStateException when that cannot be, with what to do about it
   */
  static Session open(Setup setup) {
    try {
      Properties settings = new Properties();
      settings.setProperty("allow_unsigned_extensions", "true"); // those of files
      setup.settings().forEach((name, value) -> settings.setProperty(name, value.toString()));
      Session session = new Session(DriverManager.getConnection("jdbc:duckdb:", settings));
      try {
        session.begin(setup);
        return session;
      } catch (IOException | SQLException | RuntimeException | Error failure) {
        session.closeAfter(failure);
        throw failure;
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(QueryException.message(failure), failure);
    } catch (IOException failure) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  private void begin(Setup setup) throws IOException, SQLException {
    Extensions extensions = new Extensions(connection);
    extensions.load();
    if (setup.source() instanceof WorkerSource.None) {
      return;
    }
    worker = ServedWorker.start(setup);
    if (worker.location().startsWith("http")) {
      extensions.requireHttpfs();
    }
    Map<String, Object> options = new LinkedHashMap<>(worker.options());
    options.putAll(setup.options());
    List<String> catalogs = setup.catalogs().isEmpty() ? listed() : setup.catalogs();
    for (String catalog : catalogs) {
      Sql.run(connection, Sql.attach(catalog, worker.location(), options));
    }
  }

  /** The names of the catalogs that the worker has. */
  private List<String> listed() throws SQLException {
    List<String> names = new ArrayList<>();
    String sql = "SELECT catalog FROM vgi_catalogs(" + Sql.literal(worker.listing()) + ")";
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }

  Connection connection() {
    return connection;
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException another) {
      failure.addSuppressed(another);
    }
  }

  /** Closes DuckDB first, so that nobody uses the worker any more. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException("DuckDB does not close: " + failure.getMessage(), failure);
    } finally {
      worker.close();
    }
  }
}
