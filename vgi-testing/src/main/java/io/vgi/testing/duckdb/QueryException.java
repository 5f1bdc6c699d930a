package io.vgi.testing.duckdb;

import java.sql.SQLException;

/** A query failed; the message is DuckDB's, as who writes SQL sees it. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // what the driver puts before DuckDB's own words
  private static final String DRIVER =
      "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result\n"
          + "Error: ";

  private final SQLException cause;

  QueryException(SQLException cause) {
    super(message(cause), cause);
    this.cause = cause;
  }

  /** What the driver threw. */
  @Override
  public synchronized SQLException getCause() {
    return cause;
  }

  /** The message of {@code failure} as DuckDB itself shows it. */
  static String message(SQLException failure) {
    String text = String.valueOf(failure.getMessage());
    return text.startsWith(DRIVER) ? text.substring(DRIVER.length()) : text;
  }
}
