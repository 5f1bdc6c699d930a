package io.vgi.state;

import io.vgi.internal.sample.FilterSqlContract;
import io.vgi.internal.sample.SampleType;
import io.vgi.pushdown.SqlDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What PostgreSQL is told, by a real one. */
class PostgresFilterSqlTest extends FilterSqlContract {
  private static PostgresServer server;

  PostgresFilterSqlTest() {
    super(SqlDialect.POSTGRESQL, 250);
  }

  @BeforeAll
  static void start() throws Exception {
    server = new PostgresServer();
    try (Connection connection = server.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic ="
              + " false)");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  @Override
  protected Connection connect() throws SQLException {
    Connection connection = server.dataSource().getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS t");
    }
    return connection;
  }

  @Override
  protected @Nullable String column(SampleType type, boolean first) {
    return switch (type.sql) {
      case "TINYINT", "UTINYINT", "SMALLINT" -> "SMALLINT";
      case "USMALLINT", "INTEGER" -> "INTEGER";
      case "UINTEGER", "BIGINT" -> "BIGINT";
      case "UBIGINT", "HUGEINT" -> "NUMERIC";
      case "FLOAT" -> "REAL";
      case "DOUBLE" -> "DOUBLE PRECISION";
      case "BLOB" -> "BYTEA";
      case "VARCHAR" -> first ? "TEXT" : "TEXT COLLATE caseless";
      case "BOOLEAN", "UUID", "DATE", "TIMESTAMP" -> type.sql;
      default -> type.sql.startsWith("DECIMAL") ? type.sql : null;
    };
  }

  @Override
  protected @Nullable Object stored(SampleType type, @Nullable Object value) {
    return value instanceof Long ticks && Math.abs(ticks) >= Integer.MAX_VALUE && !isRecent(ticks)
        ? null // infinite, for which java.time and the driver have no common value
        : value;
  }

  private static boolean isRecent(long ticks) {
    return Math.abs(ticks) > Integer.MAX_VALUE && Math.abs(ticks) < Long.MAX_VALUE;
  }
}
