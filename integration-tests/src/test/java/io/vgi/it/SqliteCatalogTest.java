package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is created, changed and written in the kept catalog is what DuckDB itself has of it. */
class SqliteCatalogTest extends SqliteEngines {
  /** What both databases are asked after each statement. */
  private static final List<String> LISTINGS =
      List.of(
          "SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'db'"
              + " AND schema_name NOT IN ('information_schema', 'pg_catalog') ORDER BY ALL",
          "SELECT schema_name, table_name, comment, has_primary_key, column_count"
              + " FROM duckdb_tables() WHERE database_name = 'db' ORDER BY ALL",
          "SELECT schema_name, table_name, column_name, column_index, data_type, column_default,"
              + " is_nullable, comment FROM duckdb_columns()"
              + " WHERE database_name = 'db' AND NOT internal ORDER BY ALL",
          "SELECT schema_name, view_name, comment, column_count FROM duckdb_views()"
              + " WHERE database_name = 'db' AND NOT internal ORDER BY ALL",
          "SELECT schema_name, table_name, constraint_type, constraint_column_names"
              + " FROM duckdb_constraints() WHERE database_name = 'db' ORDER BY ALL");

  private Engine twin() throws SQLException {
    Engine engine = new Engine();
    opened.add(engine);
    engine.execute("ATTACH ':memory:' AS db");
    return engine;
  }

  /** What a statement gives, or that it fails. */
  private static String outcome(Engine engine, String sql) {
    try {
      return engine.rows(sql).toString();
    } catch (SQLException failure) {
      return "fails";
    }
  }

  private static void same(Engine engine, Engine twin, String after) throws SQLException {
    String relations =
        "SELECT schema_name || '.' || name FROM (SELECT schema_name, table_name AS name"
            + " FROM duckdb_tables() WHERE database_name = 'db' UNION ALL SELECT schema_name,"
            + " view_name FROM duckdb_views() WHERE database_name = 'db' AND NOT internal)";
    // the engine leaves what was just altered out of listings until it is named in a statement
    outcome(engine, "FROM db.nothing");
    for (List<?> relation : twin.rows(relations)) {
      String rows = "SELECT * FROM db." + relation.get(0) + " ORDER BY ALL";
      assertThat(lines(engine, rows)).as(after).isEqualTo(lines(twin, rows));
    }
    for (String listing : LISTINGS) {
      assertThat(lines(engine, listing)).as(after).isEqualTo(lines(twin, listing));
    }
  }

  private static String lines(Engine engine, String sql) throws SQLException {
    StringBuilder lines = new StringBuilder();
    engine.rows(sql).forEach(row -> lines.append(row).append('\n'));
    return lines.toString();
  }

  @ParameterizedTest
  @CsvSource({"launch, 1", "http, 20"})
  void everyStatementDoesWhatItDoesInDuckDb(String transport, int each) throws Exception {
    Engine engine = engine(transport, file());
    Engine twin = twin();
    for (int i = 0; i < SqliteStatements.ALL.size(); i++) {
      String sql = SqliteStatements.ALL.get(i);
      String expected = outcome(twin, sql);
      assertThat(outcome(engine, sql)).as(sql).isEqualTo(expected);
      if (i % each == 0 && !expected.equals("fails")) {
        same(engine, twin, sql);
      }
    }
    same(engine, twin, "the end");
  }

  @Test
  void statementsThatReachNobodyOrCannotBeKeptSaySo() throws Exception {
    Engine engine = engine("launch", file());
    engine.execute("CREATE TABLE db.t (a VARCHAR)");
    engine.execute("INSERT INTO db.t VALUES ('1')");
    assertThat(engine.error("CREATE MACRO db.m(x) AS x + 1")).contains("read-only");
    assertThat(engine.error("CREATE INDEX i ON db.t(a)")).contains("read-only");
    assertThat(engine.error("CREATE TABLE db.e (a INTEGER CHECK (a > 0))"))
        .contains("Table 'e' has a CHECK constraint");
    assertThat(engine.error("CREATE TABLE db.e (a ENUM ('x'))"))
        .contains("Column 'a' is of type ENUM");
    assertThat(engine.error("ALTER TABLE db.t ALTER a TYPE INTEGER"))
        .contains("Column 'a' of type VARCHAR has values")
        .contains("cannot change to INTEGER");
    assertThat(engine.error("ALTER TABLE db.t ALTER a TYPE VARCHAR USING a || 'x'"))
        .contains("by (a || 'x')");
    assertThat(engine.value("SELECT a FROM db.t")).isEqualTo("1");
    engine.execute("CREATE TABLE db.k (b BLOB PRIMARY KEY)");
    engine.execute("INSERT INTO db.k VALUES ('\\x00a'::BLOB)");
    assertThat(engine.error("INSERT INTO db.k VALUES ('\\x00a'::BLOB)"))
        .contains("Duplicate key \"b: \\x00a\" violates primary key constraint of table 'k'");
    assertThat(engine.error("CREATE SCHEMA db.main")).contains("'main' already exists");
    assertThat(engine.error("DROP VIEW db.t")).contains("does not exist");
    engine.execute("CREATE SCHEMA db.s");
    engine.execute("CREATE VIEW db.s.v AS SELECT 1");
    assertThat(engine.error("DROP SCHEMA db.s")).contains("Schema 's' has the view 'v'");
  }

  @Test
  void aFileThatCannotBeOpenedSaysSo() throws Exception {
    Path text = folder.resolve("text.db");
    Files.writeString(text, "not a database, ".repeat(100));
    String[][] files = {
      {":memory:", "':memory:' is no name of a file"},
      {folder.resolve("none/x.db").toString(), "x.db' cannot be opened"},
      {text.toString(), "text.db' cannot be opened"},
    };
    for (String[] file : files) {
      assertThatThrownBy(() -> engine("http", Path.of(file[0]))).hasMessageContaining(file[1]);
    }
  }

  /** Random statements, with and without transactions, give what they give in DuckDB. */
  @ParameterizedTest
  @CsvSource({"launch, 1", "http, 2"})
  void randomStatementsDoWhatTheyDoInDuckDb(String transport, long seed) throws Exception {
    Path file = file();
    Engine engine = engine(transport, file);
    Engine twin = twin();
    SqliteStatements statements = new SqliteStatements(new Random(seed), twin);
    for (int i = 0; i < 50; i++) {
      if (i % 20 == 10) {
        engine.execute("SET threads = " + (1 + i % 8));
      }
      String sql = statements.next();
      String as = "seed " + seed + ", statement " + i + ": " + sql;
      String expected = outcome(twin, sql);
      assertThat(outcome(engine, sql)).as(as).isEqualTo(expected);
      if (expected.equals("fails")) {
        // which may have ended a transaction
        outcome(engine, "ROLLBACK");
        outcome(twin, "ROLLBACK");
        statements.rolledBack();
      } else if (i % 10 == 0) {
        same(engine, twin, as);
      }
    }
    outcome(engine, "COMMIT");
    outcome(twin, "COMMIT");
    same(engine, twin, "the end");
    // another engine, and another process of the worker, find it all in the file
    same(engine(transport.equals("launch") ? "http" : "launch", file), twin, "a restart");
  }

  @Test
  void valuesOfEveryTypeAreKept() throws Exception {
    Path file = file();
    Engine engine = engine("launch", file);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("BOOLEAN", "true");
    values.put("TINYINT", "-128");
    values.put("UBIGINT", "18446744073709551615");
    values.put("HUGEINT", "'-170141183460469231731687303715884105728'::HUGEINT");
    values.put("UHUGEINT", "'340282366920938463463374607431768211455'::UHUGEINT");
    values.put("FLOAT", "0.1::FLOAT");
    values.put("DOUBLE", "'nan'::DOUBLE");
    values.put("DECIMAL(38, 5)", "-12345.67890");
    values.put("VARCHAR", "'ä' || chr(0) || '🦆'");
    values.put("BLOB", "'\\x00\\xFF'::BLOB");
    values.put("BIT", "'0101'::BIT");
    values.put("UUID", "'0b8cbd0f-8a2c-4a39-9b2b-0d5d9a9b6a3c'");
    values.put("DATE", "DATE 'infinity'");
    values.put("TIME", "TIME '23:59:59.999999'");
    values.put("TIMETZ", "TIMETZ '23:59:59+01:30'");
    values.put("TIMESTAMP", "TIMESTAMP '294246-12-31 23:59:59.999999'");
    values.put("TIMESTAMP_S", "TIMESTAMP_S '1969-12-31 23:59:59'");
    values.put("TIMESTAMP_NS", "TIMESTAMP_NS '2020-01-01 00:00:00.123456789'");
    values.put("TIMESTAMPTZ", "TIMESTAMPTZ '2020-01-01 00:00:00+00'");
    values.put("INTERVAL", "INTERVAL '1 month -2 days 3 seconds'");
    values.put("INTEGER[]", "[1, NULL]");
    values.put("VARCHAR[2]", "['a', NULL]::VARCHAR[2]");
    values.put("STRUCT(a INTEGER, b STRUCT(c DATE[]))", "{a: NULL, b: {c: [DATE '2020-01-01']}}");
    values.put("MAP(VARCHAR, INTEGER[])", "MAP {'x': [1], 'y': NULL}");
    values.put("UNION(n INTEGER, s VARCHAR)", "union_value(s := 'x')");
    StringBuilder columns = new StringBuilder();
    StringBuilder row = new StringBuilder();
    StringBuilder nulls = new StringBuilder();
    int i = 0;
    for (Map.Entry<String, String> value : values.entrySet()) {
      String between = i == 0 ? "" : ", ";
      columns.append(between).append("c").append(i++).append(' ').append(value.getKey());
      row.append(between).append(value.getValue());
      nulls.append(between).append("NULL");
    }
    for (String table : List.of("db.every", "memory.main.every")) {
      engine.execute("CREATE TABLE " + table + " (" + columns + ")");
      engine.execute("INSERT INTO " + table + " VALUES (" + row + "), (" + nulls + ")");
    }
    Engine other = engine("http", file);
    String expected = lines(engine, "SELECT * FROM memory.main.every ORDER BY ALL");
    assertThat(lines(engine, "SELECT * FROM db.every ORDER BY ALL")).isEqualTo(expected);
    assertThat(lines(other, "SELECT * FROM db.every ORDER BY ALL")).isEqualTo(expected);
    assertThat(
            engine.rows(
                "(FROM db.every EXCEPT ALL FROM memory.main.every)"
                    + " UNION ALL (FROM memory.main.every EXCEPT ALL FROM db.every)"))
        .isEmpty();
  }
}
