package io.vgi.pushdown;

import io.vgi.internal.sample.FilterSqlContract;
import io.vgi.internal.sample.SampleType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What SQLite is told, by SQLite itself. */
class SqliteFilterSqlTest extends FilterSqlContract {
  SqliteFilterSqlTest() {
    super(SqlDialect.SQLITE, 150);
  }

  @Override
  protected Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  @Override
  protected @Nullable String column(SampleType type, boolean first) {
    return switch (type.sql) {
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
          "INTEGER";
      case "DOUBLE" -> "REAL";
      case "BOOLEAN" -> "BOOLEAN";
      case "BLOB" -> "BLOB";
      case "VARCHAR" -> first ? "TEXT" : "TEXT COLLATE NOCASE";
      default -> null;
    };
  }

  @Override
  protected @Nullable Object stored(SampleType type, @Nullable Object value) {
    return Double.valueOf(Double.NaN).equals(value) ? null : value; // as SQLite does
  }
}
