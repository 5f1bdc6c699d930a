package io.vgi.it;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * Random statements that change a database called {@code db}, mostly such that succeed, made from
 * what a twin of it has.
 */
final class SqliteStatements {
  /** Types, and an expression over a number {@code i} for each. */
  private static final String[][] TYPES = {
    {"INTEGER", "(hash(i) % 1000)::INTEGER"},
    {"BIGINT", "i * 1000000007"},
    {"VARCHAR", "'v' || hash(i) % 50"},
    {"DOUBLE", "i / 4"},
    {"DATE", "DATE '2000-01-01' + (i % 1000)::INTEGER"},
    {"DECIMAL(9,2)", "((hash(i) % 100000) / 100)::DECIMAL(9,2)"},
    {"INTEGER[]", "[i::INTEGER, NULL]"},
    {"STRUCT(a INTEGER, b VARCHAR)", "{a: i::INTEGER, b: 'b' || i}"},
  };

  private final Random random;
  private final Engine twin;
  private boolean open;
  private int names;

  SqliteStatements(Random random, Engine twin) {
    this.random = random;
    this.twin = twin;
  }

  /** The next statement, given what the twin has now. */
  String next() throws SQLException {
    if (random.nextInt(8) == 0) {
      open = !open;
      return open ? "BEGIN" : random.nextInt(3) == 0 ? "ROLLBACK" : "COMMIT";
    }
    List<List<Object>> tables =
        twin.rows(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'db'"
                + " ORDER BY ALL");
    if (tables.isEmpty() || (tables.size() < 5 && random.nextInt(6) == 0)) {
      return create();
    }
    List<Object> table = tables.get(random.nextInt(tables.size()));
    String name = "db." + table.get(0) + "." + table.get(1);
    List<List<Object>> columns =
        twin.rows(
            "SELECT column_name, data_type, (SELECT count(*) FROM duckdb_constraints() k"
                + " WHERE k.database_name = 'db' AND k.table_name = c.table_name"
                + " AND k.schema_name = c.schema_name"
                + " AND list_contains(constraint_column_names, column_name)) AS keys"
                + " FROM duckdb_columns() c WHERE database_name = 'db' AND schema_name = '"
                + table.get(0)
                + "' AND table_name = '"
                + table.get(1)
                + "' ORDER BY column_index");
    List<Object> column = columns.get(random.nextInt(columns.size()));
    boolean key = !column.get(2).toString().equals("0");
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> insert(name, columns);
      case 4, 5, 6 ->
          key ? delete(name) : "UPDATE " + name + " SET " + column.get(0) + " = " + changed(column);
      case 7, 8 -> delete(name);
      case 9 -> "ALTER TABLE " + name + " ADD COLUMN " + fresh() + " " + type()[0];
      case 10 ->
          key || columns.size() < 3
              ? "ALTER TABLE " + name + " ADD COLUMN " + fresh() + " " + type()[0]
              : "ALTER TABLE " + name + " DROP COLUMN " + column.get(0);
      case 11 -> "ALTER TABLE " + name + " RENAME COLUMN " + column.get(0) + " TO " + fresh();
      case 12 -> "ALTER TABLE " + name + " RENAME TO " + fresh();
      case 13 -> "COMMENT ON COLUMN " + name + "." + column.get(0) + " IS '" + fresh() + "'";
      case 14 -> "COMMENT ON TABLE " + name + " IS '" + fresh() + "'";
      default -> tables.size() > 2 ? "DROP TABLE " + name : create();
    };
  }

  /** The transaction, if one was open, is over. */
  void rolledBack() {
    open = false;
  }

  private String fresh() {
    return "n" + names++;
  }

  private String[] type() {
    return TYPES[random.nextInt(TYPES.length)];
  }

  private String create() {
    String name = "db." + fresh();
    if (random.nextBoolean()) {
      int rows = random.nextInt(3000);
      return "CREATE TABLE "
          + name
          + " AS SELECT i, "
          + type()[1]
          + " AS x FROM range("
          + rows
          + ") r(i)";
    }
    return "CREATE TABLE "
        + name
        + " (k INTEGER PRIMARY KEY, "
        + fresh()
        + " "
        + type()[0]
        + ", "
        + fresh()
        + " "
        + type()[0]
        + ")";
  }

  private String insert(String table, List<List<Object>> columns) {
    StringBuilder values = new StringBuilder();
    int from = random.nextInt(100_000);
    for (List<Object> column : columns) {
      boolean key = !column.get(2).toString().equals("0");
      String value =
          key
              ? "i::INTEGER"
              : "CASE WHEN hash(i, "
                  + random.nextInt(9)
                  + ") % 5 > 0 THEN "
                  + value(column)
                  + " END";
      values.append(values.length() == 0 ? "" : ", ").append(value);
    }
    int rows = random.nextInt(10) == 0 ? 5000 : random.nextInt(20);
    return "INSERT INTO "
        + table
        + " SELECT "
        + values
        + " FROM range("
        + from
        + ", "
        + (from + rows)
        + ") r(i)";
  }

  private static String value(List<Object> column) {
    for (String[] type : TYPES) {
      if (type[0].equals(column.get(1))) {
        return type[1];
      }
    }
    throw new IllegalStateException("No values of " + column.get(1));
  }

  private String changed(List<Object> column) {
    String number = String.valueOf(random.nextInt(1000));
    String value = value(column).replaceAll("\\bi\\b", number);
    // by value, since the order of rows differs
    return value + " WHERE hash(" + column.get(0) + ", " + number + ") % 3 = 0";
  }

  private String delete(String table) {
    return "DELETE FROM "
        + table
        + " AS d WHERE hash(d::VARCHAR, "
        + random.nextInt(1000)
        + ") % 4 = 0";
  }
}
