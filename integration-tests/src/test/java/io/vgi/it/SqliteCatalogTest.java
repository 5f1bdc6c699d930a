package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is created, changed and written in the kept catalog is what DuckDB itself has of it. */
@TestInstance(Lifecycle.PER_CLASS)
class SqliteCatalogTest {
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

  private Path folder;
  private ServingWorker http;
  private final List<Engine> opened = new ArrayList<>();
  private int files;

  @BeforeAll
  void serve(@TempDir Path temporary) throws IOException {
    folder = temporary;
    http = ServingWorker.briefExample(folder.resolve("worker.log"), Map.of(), "--http");
  }

  @AfterAll
  void stop() {
    http.close();
  }

  @AfterEach
  void close() {
    opened.forEach(Engine::close);
    opened.clear();
  }

  private Path file() {
    return folder.resolve("kept" + files++ + ".db");
  }

  private Engine engine(String transport, Path file) throws SQLException {
    String location =
        switch (transport) {
          case "stdio" -> Probe.example();
          case "launch" -> Probe.launched(Probe.example());
          default -> http.location();
        };
    Engine engine = new Engine();
    opened.add(engine);
    // else the engine itself makes columns of UUID, HUGEINT and the like to others
    engine.execute("SET arrow_lossless_conversion = true");
    engine.execute(
        "ATTACH 'sqlite' AS db (TYPE vgi, LOCATION "
            + Engine.literal(location)
            + (transport.equals("launch") ? ", launcher_idle_timeout 10" : "")
            + ", file "
            + Engine.literal(file.toString())
            + ")");
    return engine;
  }

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
    assertThat(engine.error("CREATE SCHEMA db.main")).contains("'main' already exists");
    assertThat(engine.error("DROP VIEW db.t")).contains("does not exist");
    engine.execute("CREATE SCHEMA db.s");
    engine.execute("CREATE VIEW db.s.v AS SELECT 1");
    assertThat(engine.error("DROP SCHEMA db.s")).contains("Schema 's' has the view 'v'");
  }

  /** What an open transaction changed is its own, whoever asks through another engine. */
  @ParameterizedTest
  @CsvSource({"launch, http", "stdio, launch"})
  void whatIsNotCommittedIsSeenByItsTransactionOnly(String mine, String others) throws Exception {
    Path file = file();
    Engine engine = engine(mine, file);
    Engine other = engine(others, file);
    engine.execute("CREATE TABLE db.t AS SELECT i AS a FROM range(3) r(i)");
    assertThat(other.rows("FROM db.t ORDER BY a")).hasToString("[[0], [1], [2]]");

    engine.execute("BEGIN");
    engine.execute("INSERT INTO db.t VALUES (3)");
    engine.execute("UPDATE db.t SET a = a + 10 WHERE a < 2");
    engine.execute("CREATE TABLE db.fresh AS SELECT 42 AS b");
    engine.execute("ALTER TABLE db.fresh ADD COLUMN c INTEGER");
    assertThat(engine.rows("FROM db.t ORDER BY a")).hasToString("[[2], [3], [10], [11]]");
    assertThat(engine.rows("FROM db.fresh")).hasToString("[[42, null]]");
    assertThat(other.rows("FROM db.t ORDER BY a")).hasToString("[[0], [1], [2]]");
    assertThat(other.error("FROM db.fresh")).contains("does not exist");
    engine.execute("ROLLBACK");
    assertThat(engine.rows("FROM db.t ORDER BY a")).hasToString("[[0], [1], [2]]");
    assertThat(engine.error("FROM db.fresh")).contains("does not exist");

    engine.execute("BEGIN");
    engine.execute("ALTER TABLE db.t RENAME COLUMN a TO z");
    engine.execute("INSERT INTO db.t VALUES (3)");
    assertThat(other.rows("SELECT a FROM db.t ORDER BY a")).hasToString("[[0], [1], [2]]");
    engine.execute("COMMIT");
    assertThat(other.rows("SELECT z FROM db.t ORDER BY z")).hasToString("[[0], [1], [2], [3]]");
    assertThat(other.error("SELECT a FROM db.t")).contains("a");
  }

  /** A transaction sees the commits before it alone, and only the first of two may commit. */
  @Test
  void ofTwoThatChangeTheSameTheFirstToCommitWins() throws Exception {
    Path file = file();
    Engine engine = engine("launch", file);
    Engine other = engine("http", file);
    engine.execute("CREATE TABLE db.t (k INTEGER PRIMARY KEY, v INTEGER)");
    engine.execute("INSERT INTO db.t SELECT i, 0 FROM range(4) r(i)");
    String[][] pairs = {
      {"UPDATE db.t SET v = 1 WHERE k = 0", "UPDATE db.t SET v = 2 WHERE k = 0", "table 't'"},
      {"UPDATE db.t SET v = 3 WHERE k = 1", "DELETE FROM db.t WHERE k = 1", "table 't'"},
      {"INSERT INTO db.t VALUES (9, 1)", "INSERT INTO db.t VALUES (9, 2)", "table 't'"},
      {"CREATE TABLE db.n (a INTEGER)", "CREATE TABLE db.n (b INTEGER)", "table 'n'"},
      {"ALTER TABLE db.n ADD COLUMN c INTEGER", "COMMENT ON TABLE db.n IS 'x'", "table 'n'"},
      {"ALTER TABLE db.n DROP COLUMN c", "INSERT INTO db.n VALUES (1, 2)", "table 'n'"},
      {"INSERT INTO db.n VALUES (1)", "ALTER TABLE db.n ADD COLUMN d INTEGER", "table 'n'"},
      {"CREATE SCHEMA db.s", "CREATE SCHEMA db.s", "schema 's'"},
      {"CREATE TABLE db.s.t (a INTEGER)", "DROP SCHEMA db.s", "schema 's'"},
      {"DROP TABLE db.n", "INSERT INTO db.n VALUES (5)", "table"},
    };
    for (String[] pair : pairs) {
      engine.execute("BEGIN");
      other.execute("BEGIN");
      // whatever is read first must not hide that the other one commits meanwhile
      String before = other.rows("SELECT * FROM db.t ORDER BY k").toString();
      engine.execute(pair[0]);
      other.execute(pair[1]);
      engine.execute("COMMIT");
      assertThat(other.error("COMMIT"))
          .as(pair[1])
          .contains("Another transaction changed " + pair[2])
          .contains("first");
      assertThat(before).isNotEmpty();
    }
    for (Engine one : List.of(engine, other)) {
      assertThat(one.rows("FROM db.t ORDER BY k"))
          .hasToString("[[0, 1], [1, 3], [2, 0], [3, 0], [9, 1]]");
      assertThat(one.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'db'"))
          .hasSize(2);
    }
    // changes that have nothing to do with each other both stay
    engine.execute("BEGIN");
    other.execute("BEGIN");
    assertThat(other.value("SELECT count(*) FROM db.t")).isEqualTo(5L);
    engine.execute("INSERT INTO db.t VALUES (10, 0)");
    other.execute("UPDATE db.t SET v = 7 WHERE k = 2");
    engine.execute("COMMIT");
    assertThat(other.value("SELECT count(*) FROM db.t")).isEqualTo(5L);
    other.execute("COMMIT");
    assertThat(other.rows("FROM db.t WHERE k IN (2, 10) ORDER BY k"))
        .hasToString("[[2, 7], [10, 0]]");
  }

  @Test
  void aTransactionWhoseEngineIsGoneLeavesNothingAndIsInNobodysWay() throws Exception {
    Path file = file();
    Engine engine = engine("launch", file);
    engine.execute("CREATE TABLE db.t AS SELECT 1 AS a");
    Engine gone = engine("launch", file);
    gone.execute("BEGIN");
    gone.execute("UPDATE db.t SET a = 2");
    gone.execute("CREATE TABLE db.u (a INTEGER)");
    opened.remove(gone);
    gone.close();
    engine.execute("UPDATE db.t SET a = 3");
    engine.execute("CREATE TABLE db.u (b INTEGER)");
    assertThat(engine.rows("FROM db.t")).hasToString("[[3]]");
    // an hour later, as far as the file knows
    Engine late = engine("launch", file);
    late.execute("BEGIN");
    late.execute("INSERT INTO db.t VALUES (4)");
    try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE tx SET touched = 0");
    }
    assertThat(engine.rows("FROM db.t")).hasToString("[[3]]");
    try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        var left =
            statement.executeQuery(
                "SELECT (SELECT count(*) FROM tx), (SELECT count(*) FROM death),"
                    + " (SELECT count(*) FROM version WHERE born < 0)")) {
      left.next();
      assertThat(List.of(left.getInt(1), left.getInt(2), left.getInt(3))).containsOnly(0);
    }
    assertThat(late.error("INSERT INTO db.t VALUES (5)"))
        .contains("The transaction was idle for more than an hour");
    late.execute("ROLLBACK");
    assertThat(late.rows("FROM db.t")).hasToString("[[3]]");
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

  /** Sessions that add to the same row at once lose nothing of what they committed. */
  @Test
  void noCommittedChangeIsLost() throws Exception {
    Engine engine = engine("launch", file());
    engine.execute("CREATE TABLE db.counts (k INTEGER PRIMARY KEY, n INTEGER)");
    engine.execute("INSERT INTO db.counts VALUES (1, 0), (2, 0)");
    List<Statement> sessions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sessions.add(engine.another());
    }
    AtomicInteger refused = new AtomicInteger();
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (Statement session : sessions) {
      all.add(CompletableFuture.supplyAsync(() -> add(session, refused)));
    }
    int committed = 0;
    for (CompletableFuture<Integer> one : all) {
      committed += one.get(60, TimeUnit.SECONDS);
    }
    assertThat(engine.value("SELECT sum(n)::INTEGER FROM db.counts")).isEqualTo(committed);
    assertThat(committed).isEqualTo(40 - refused.get()).isGreaterThan(4);
  }

  private static int add(Statement session, AtomicInteger refused) {
    int committed = 0;
    for (int i = 0; i < 10; i++) {
      // the driver closes a statement that fails
      try (Statement statement = session.getConnection().createStatement()) {
        statement.execute("UPDATE db.counts SET n = n + 1 WHERE k = " + (1 + i % 2));
        committed++;
      } catch (SQLException lost) {
        assertThat(lost.getMessage()).contains("Another transaction changed table 'counts' first");
        refused.incrementAndGet();
      }
    }
    return committed;
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
