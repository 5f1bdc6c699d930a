package io.vgi.it;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * Statements that change a database called {@code db}: one of each, and random ones, mostly such
 * that succeed, made from what a twin of it has.
 */
final class SqliteStatements {
  /** One of each, most of which succeed. */
  static final List<String> ALL =
      List.of(
          "CREATE TABLE db.t (a INTEGER PRIMARY KEY, b VARCHAR DEFAULT 'x' || 'y',"
              + " \"C d\" DECIMAL(12, 2) NOT NULL, UNIQUE (b, \"C d\"))",
          "INSERT INTO db.t VALUES (1, 'one', 1.5), (2, NULL, 2.5)",
          "INSERT INTO db.t (a, \"C d\") VALUES (3, 3)",
          "INSERT INTO db.t VALUES (3, 'again', 0)",
          "INSERT INTO db.t VALUES (4, 'one', 1.5)",
          "INSERT INTO db.t VALUES (4, 'four', NULL)",
          "INSERT OR IGNORE INTO db.t VALUES (1, 'never', 0), (5, 'five', 5)",
          "INSERT INTO db.t VALUES (6, 'six', 6) RETURNING a + 1, b",
          "CREATE TABLE db.t (z INTEGER)",
          "CREATE TABLE IF NOT EXISTS db.T (z INTEGER)",
          "CREATE SCHEMA db.s",
          "CREATE SCHEMA db.s",
          "CREATE SCHEMA IF NOT EXISTS db.s",
          "CREATE TABLE db.s.u AS SELECT i, i * 2 AS j, [i] AS l FROM range(5000) r(i)",
          "CREATE OR REPLACE TABLE db.s.u AS SELECT i AS k FROM range(10) r(i)",
          "CREATE OR REPLACE SCHEMA db.s",
          "CREATE OR REPLACE SCHEMA db.main",
          "DROP SCHEMA db.main CASCADE",
          "ALTER TABLE db.s.u RENAME TO U",
          "UPDATE db.t SET b = b || '!', \"C d\" = a WHERE a > 1",
          "UPDATE db.t SET b = 'new' WHERE a = 2 RETURNING *",
          "DELETE FROM db.t WHERE a = 6",
          "COMMENT ON TABLE db.t IS 'a table''s'",
          "COMMENT ON COLUMN db.t.b IS 'a column'",
          "COMMENT ON TABLE db.s.u IS 'gone soon'",
          "COMMENT ON TABLE db.s.u IS NULL",
          "ALTER TABLE db.t ADD COLUMN e DOUBLE",
          "ALTER TABLE db.t ADD COLUMN e DOUBLE",
          "ALTER TABLE db.t ADD COLUMN IF NOT EXISTS E VARCHAR",
          "UPDATE db.t SET e = a / 2",
          "ALTER TABLE db.t RENAME COLUMN \"C d\" TO c",
          "ALTER TABLE db.t RENAME COLUMN c TO e",
          "ALTER TABLE db.t RENAME COLUMN none TO any",
          "ALTER TABLE db.t ALTER COLUMN e SET DEFAULT 1 + 6.5",
          "INSERT INTO db.t (a, c) VALUES (7, 7)",
          "ALTER TABLE db.t ALTER COLUMN e DROP DEFAULT",
          "ALTER TABLE db.t ALTER COLUMN e SET NOT NULL",
          "UPDATE db.t SET e = NULL WHERE a = 1",
          "ALTER TABLE db.t ALTER COLUMN e DROP NOT NULL",
          "UPDATE db.t SET e = NULL WHERE a = 1",
          "ALTER TABLE db.t ALTER COLUMN e SET NOT NULL",
          "ALTER TABLE db.s.u ALTER COLUMN k TYPE SMALLINT",
          "INSERT INTO db.s.u VALUES (300)",
          "ALTER TABLE db.s.u ALTER COLUMN k TYPE UTINYINT",
          "ALTER TABLE db.s.u ALTER COLUMN k SET DATA TYPE VARCHAR",
          "ALTER TABLE db.t DROP COLUMN a",
          "ALTER TABLE db.t DROP COLUMN none",
          "ALTER TABLE db.t DROP COLUMN IF EXISTS none",
          "ALTER TABLE db.t DROP COLUMN e",
          "ALTER TABLE db.s.u DROP COLUMN k",
          "CREATE VIEW db.v AS SELECT a, b FROM db.t WHERE a > 1",
          "CREATE VIEW db.t AS SELECT 1",
          "CREATE OR REPLACE VIEW db.v AS SELECT a, c AS d FROM db.t",
          "CREATE VIEW IF NOT EXISTS db.v AS SELECT 1",
          "COMMENT ON VIEW db.v IS 'a view'",
          "COMMENT ON COLUMN db.v.d IS 'its column'",
          "ALTER VIEW db.v RENAME TO w",
          "ALTER TABLE db.t RENAME TO w",
          "DROP TABLE db.w",
          "ALTER TABLE db.s.u RENAME TO x",
          "ALTER TABLE IF EXISTS db.s.none RENAME TO y",
          "DROP VIEW db.none",
          "DROP VIEW IF EXISTS db.none",
          "DROP TABLE IF EXISTS db.none",
          "DROP SCHEMA db.s CASCADE",
          "DROP SCHEMA IF EXISTS db.s",
          "DROP VIEW db.w",
          "CREATE OR REPLACE TABLE db.t (p STRUCT(q INTEGER[], \"r s\" MAP(VARCHAR, DATE)), u UUID)",
          "INSERT INTO db.t VALUES ({q: [1, NULL], \"r s\": MAP {'x': DATE '2020-02-29'}}, NULL)",
          "TRUNCATE db.t",
          "DROP TABLE db.t");

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
