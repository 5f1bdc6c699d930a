package io.vgi.pushdown;

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
  ANSI('"', 2_000),

  /**
   * PostgreSQL: also texts by their bytes, floating point numbers, whose order is DuckDB's, UUID,
   * BYTEA and TIMESTAMP without time zone.
   */
  POSTGRESQL('"', 32_000),

  /**
   * MySQL and MariaDB. Texts have a collation and dates may be zero there, so that these stay in
   * the rest as well.
   */
  MYSQL('`', 32_000),

  /** SQLite: INTEGER, REAL, TEXT and BLOB columns that hold values of their type. */
  SQLITE('`', 32_000),

  /** DuckDB itself: also casts, arithmetics, lists and members of structs. */
  DUCKDB('"', 32_000);

  private final char quote;
  private final int maxParameters;

  SqlDialect(char quote, int maxParameters) {
    this.quote = quote;
    this.maxParameters = maxParameters;
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
    return switch (kind) {
      case BOOLEAN, WHOLE -> true;
      case WIDE_WHOLE -> this != ANSI && this != SQLITE;
      case DECIMAL -> this != SQLITE;
      case FLOAT, UUID, TIMESTAMP -> this == POSTGRESQL || this == DUCKDB;
      case REAL -> this == POSTGRESQL || this == SQLITE || this == DUCKDB;
      case TEXT -> this == POSTGRESQL || this == SQLITE || this == DUCKDB;
      case BLOB -> this != ANSI;
      case DATE -> this == ANSI || this == POSTGRESQL || this == DUCKDB;
      case TIMESTAMP_OF_SECONDS -> this == DUCKDB;
      case OTHER -> false;
    };
  }

  /** Whether values of a kind that DuckDB finds equal are equal, and perhaps others too. */
  boolean widens(SqlValues kind) {
    return switch (kind) {
      case TEXT -> this == ANSI || this == MYSQL;
      case DATE -> this == MYSQL;
      default -> false;
    };
  }
}
