package io.vgi.testing.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** SQL text. */
final class Sql {
  private Sql() {}

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** {@code text} as an SQL string. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  static String attach(String catalog, String location, Map<String, Object> options) {
    StringBuilder sql = new StringBuilder("ATTACH ").append(literal(catalog)).append(" AS ");
    sql.append(identifier(catalog)).append(" (TYPE vgi, LOCATION ").append(literal(location));
    options.forEach(
        (name, value) -> {
          boolean bare = value instanceof Number || value instanceof Boolean;
          String text = String.valueOf(value);
          sql.append(", ").append(name).append(' ').append(bare ? text : literal(text));
        });
    return sql.append(')').toString();
  }
}
