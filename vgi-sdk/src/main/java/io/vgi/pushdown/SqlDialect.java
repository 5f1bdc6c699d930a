package io.vgi.pushdown;

import static io.vgi.pushdown.SqlValues.BLOB;
import static io.vgi.pushdown.SqlValues.BOOLEAN;
import static io.vgi.pushdown.SqlValues.DATE;
import static io.vgi.pushdown.SqlValues.DECIMAL;
import static io.vgi.pushdown.SqlValues.FLOAT;
import static io.vgi.pushdown.SqlValues.REAL;
import static io.vgi.pushdown.SqlValues.TEXT;
import static io.vgi.pushdown.SqlValues.TIMESTAMP;
import static io.vgi.pushdown.SqlValues.TIMESTAMP_OF_SECONDS;
import static io.vgi.pushdown.SqlValues.UUID;
import static io.vgi.pushdown.SqlValues.WHOLE;
import static io.vgi.pushdown.SqlValues.WIDE_WHOLE;

import java.util.EnumSet;
import java.util.Set;

/**
 * The SQL of a system that a scan reads from, for {@link Filter#toSql}: how it is written, and what
 * surely means the same there as in DuckDB.
 *
 * <p>A column is taken to be of the type that corresponds to its type in DuckDB and to hold the
 * values that the function gives, NULL for NULL: whole numbers and decimals in types that are exact
 * (UBIGINT and HUGEINT in NUMERIC), texts in VARCHAR or TEXT of any collation but not in CHAR, BLOB
 * in BYTEA, VARBINARY or BLOB, TIMESTAMP in one of microseconds. A column of another type must not
 * be translated: give {@link Filter#toSql(SqlDialect, java.util.function.Function)} null for it.
 */
public enum SqlDialect {
  /**
   * What standard SQL has in common: whole numbers, decimals, dates, BOOLEAN. Texts may be compared
   * by any collation there, so that their equality is said and stays in the rest as well.
   */
  ANSI('"', 2_000, EnumSet.of(BOOLEAN, WHOLE, DECIMAL, DATE), EnumSet.of(TEXT)),

  /**
   * PostgreSQL: also texts by their bytes, floating point numbers, whose order is DuckDB's, UUID,
   * BYTEA and TIMESTAMP without time zone.
   */
  POSTGRESQL(
      '"',
      32_000,
      EnumSet.of(
          BOOLEAN, WHOLE, WIDE_WHOLE, DECIMAL, FLOAT, REAL, TEXT, BLOB, UUID, DATE, TIMESTAMP),
      EnumSet.noneOf(SqlValues.class)),

  /**
   * MySQL and MariaDB. Texts have a collation and dates may be zero there, so that these stay in
   * the rest as well.
   */
  MYSQL(
      '`',
      32_000,
      EnumSet.of(BOOLEAN, WHOLE, WIDE_WHOLE, DECIMAL, BLOB),
      EnumSet.of(TEXT, DATE)),

  /** SQLite: INTEGER, REAL, TEXT and BLOB columns that hold values of their type. */
  SQLITE(
      '`', 32_000, EnumSet.of(BOOLEAN, WHOLE, REAL, TEXT, BLOB), EnumSet.noneOf(SqlValues.class)),

  /** DuckDB itself: also casts, arithmetics, lists and members of structs. */
  DUCKDB(
      '"',
      32_000,
      EnumSet.of(
          BOOLEAN,
          WHOLE,
          WIDE_WHOLE,
          DECIMAL,
          FLOAT,
          REAL,
          TEXT,
          BLOB,
          UUID,
          DATE,
          TIMESTAMP,
          TIMESTAMP_OF_SECONDS),
      EnumSet.noneOf(SqlValues.class));

  private final char quote;
  private final int maxParameters;
  private final Set<SqlValues> exact;
  private final Set<SqlValues> wider;

  SqlDialect(char quote, int maxParameters, Set<SqlValues> exact, Set<SqlValues> wider) {
    this.quote = quote;
    this.maxParameters = maxParameters;
    this.exact = exact;
    this.wider = wider;
  }

  /** {@code name} as an identifier, whatever it contains. */
  public String quote(String name) {
    String mark = String.valueOf(quote);
    return mark + name.replace(mark, mark + mark) + mark;
  }

  /** How many parameters a statement may surely have. */
  int maxParameters() {
    return maxParameters;
  }

  /** Whether values of a kind are compared as DuckDB does. */
  boolean compares(SqlValues kind) {
    return exact.contains(kind);
  }

  /** Whether values of a kind that DuckDB finds equal are equal, and perhaps others too. */
  boolean widens(SqlValues kind) {
    return wider.contains(kind);
  }
}
