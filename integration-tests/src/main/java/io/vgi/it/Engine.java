package io.vgi.it;

import io.vgi.testing.duckdb.DuckDb;
import io.vgi.testing.duckdb.QueryException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DuckDb} that catalogs are attached to by their locations, and whose failures are those
 * of its driver. One thread at a time; closing it ends the workers that its catalogs run.
 */
final class Engine implements AutoCloseable {
  // a thread more would use its time to look whether a worker has answered; who needs it asks
  private final DuckDb duck = DuckDb.create().set("threads", 1);

  /** Starts DuckDB and loads the extension; fails with one sentence where there is none. */
  Engine() {
    duck.connection();
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
    try {
      duck.execute(sql);
    } catch (QueryException failure) {
      throw failure.getCause();
    }
  }

  /** A statement of another connection to the same database, which is not closed before the end. */
  Statement another() throws SQLException {
    return duck.connection()
        .unwrap(org.duckdb.DuckDBConnection.class)
        .duplicate()
        .createStatement();
  }

  /** A statement to run and, from another thread, to cancel. */
  Statement statement() throws SQLException {
    return duck.connection().createStatement();
  }

  /** All rows of a query, NULL as {@code null}, and a BLOB as text, which can be compared. */
  List<List<@Nullable Object>> rows(String sql) throws SQLException {
    try {
      List<List<@Nullable Object>> rows = duck.query(sql).rows();
      for (List<@Nullable Object> row : rows) {
        row.replaceAll(value -> value instanceof byte[] bytes ? Arrays.toString(bytes) : value);
      }
      return rows;
    } catch (QueryException failure) {
      throw failure.getCause();
    }
  }

  /** The only value of a query with one row and one column. */
  @Nullable Object value(String sql) throws SQLException {
    try {
      return duck.query(sql).single(Object.class);
    } catch (QueryException failure) {
      throw failure.getCause();
    }
  }

  /** The message {@code sql} fails with; an error when it does not fail. */
  String error(String sql) {
    return duck.query(sql).error();
  }

  @Override
  public void close() {
    duck.close();
  }

  /** {@code text} as an SQL string. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
