package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transactions of the kept catalog see what they may, and nothing that was committed is lost. */
class SqliteTransactionTest extends SqliteEngines {
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
}
