package io.vgi.it;

import io.vgi.internal.sample.FilterSqlContract;
import io.vgi.internal.sample.SampleType;
import io.vgi.pushdown.SqlDialect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What DuckDB is told of filters, by DuckDB itself. */
class FilterSqlTest extends FilterSqlContract {
  FilterSqlTest() {
    super(SqlDialect.DUCKDB, 400);
  }

  @Override
  protected Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      // its rewriting of UBIGINT sums fails with an internal error
      statement.execute("PRAGMA disable_optimizer");
    }
    return connection;
  }

  @Override
  protected String column(SampleType type, boolean first) {
    return type.sql.equals("VARCHAR") && !first ? "VARCHAR COLLATE NOCASE" : type.sql;
  }

  @Override
  protected @Nullable Object stored(SampleType type, @Nullable Object value) {
    return value;
  }

  @Override
  protected String literal(SampleType type, @Nullable Object value) {
    return type.literal(value);
  }
}
