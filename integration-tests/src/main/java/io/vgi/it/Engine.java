package io.vgi.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory DuckDB with the vgi extension loaded. One thread at a time; closing it ends the
 * workers that its catalogs run.
 */
final class Engine implements AutoCloseable {
  private final Connection connection;

  /** Starts DuckDB and loads the extension; fails with one sentence where there is none. */
  Engine() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("allow_unsigned_extensions", "true");
    // a thread more would use its time to look whether a worker has answered; who needs it asks
    settings.setProperty("threads", "1");
    connection = DriverManager.getConnection("jdbc:duckdb:", settings);
    try {
      ExtensionLocator.load(this);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Attaches {@code catalog}, served by the worker at {@code location}, under its own name. */
  void attach(String catalog, String location) throws SQLException {
    // shared by tests that follow each other; it would outlive them by minutes else
    attach(catalog, location, location.startsWith("launch:") ? ", launcher_idle_timeout 10" : "");
  }

  /** Attaches with more {@code options}, such as {@code ", bearer_token 'sesame'"}. */
  void attach(String catalog, String location, String options) throws SQLException {
    execute(
        "ATTACH "
            + literal(catalog)
            + " AS "
            + identifier(catalog)
            + " (TYPE vgi, LOCATION "
            + literal(location)
            + options
            + ")");
  }

  /** Runs {@code sql} and drops its rows. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A statement of another connection to the same database, which is not closed before the end. */
  Statement another() throws SQLException {
    return connection.unwrap(org.duckdb.DuckDBConnection.class).duplicate().createStatement();
  }

  /** A statement to run and, from another thread, to cancel. */
  Statement statement() throws SQLException {
    return connection.createStatement();
  }

  /** All rows of a query, NULL as {@code null}, in the classes DuckDB's driver chooses. */
  List<List<@Nullable Object>> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>(columns);
        for (int column = 1; column <= columns; column++) {
          row.add(result.getObject(column));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** The only value of a query with one row and one column. */
  @Nullable Object value(String sql) throws SQLException {
    List<List<@Nullable Object>> rows = rows(sql);
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new AssertionError("expected one value, got " + rows + " from " + sql);
    }
    return rows.get(0).get(0);
  }

  /** The message {@code sql} fails with; an error when it does not fail. */
  String error(String sql) {
    List<List<@Nullable Object>> rows;
    try {
      rows = rows(sql);
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("expected an error, got " + rows + " from " + sql);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** {@code text} as an SQL string. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
