package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rows of several batches in one, what a table's listing tells of its function, own options. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatherTest {
  private Engine engine;

  @BeforeAll
  void start() throws Exception {
    engine = new Engine();
    engine.attach(GatherWorker.CATALOG, Probe.launched(Probe.location(GatherWorker.class)));
  }

  @AfterAll
  void stop() throws Exception {
    engine.close();
  }

  private void assertRows(String sql, String rows) throws SQLException {
    assertThat(engine.rows(sql)).as(sql).hasToString(rows);
  }

  /** Nested values too, with batches below and above what the vectors have room for at first. */
  @Test
  void rowsOfKeptBatchesAreOneBatch() throws SQLException {
    engine.execute(
        "CREATE TABLE t AS SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'text ' || i END AS s,"
            + " [i, NULL, i + 1] AS l, {'a': i, 'b': [i::VARCHAR]} AS st,"
            + " MAP {'k': i} AS m, (i / 4)::DECIMAL(20, 3) AS d,"
            + " CASE WHEN i % 3 = 0 THEN union_value(n := i)::UNION(n BIGINT, s VARCHAR)"
            + " ELSE union_value(s := 'u' || i)::UNION(n BIGINT, s VARCHAR) END AS u,"
            + " [i, i]::BIGINT[2] AS ar FROM range(20000) r(i)");
    for (int most : new int[] {1, 2047, 2048, 2049, 100_000}) {
      String call = "gather.every_other(" + most + ", (FROM t))";
      assertThat(
              engine.rows(
                  "SELECT count(*), sum(hash(i, s, l, st, m, d, u::VARCHAR, ar)) FROM " + call))
          .as("most %s", most)
          .isEqualTo(
              engine.rows(
                  "SELECT count(*), sum(hash(i, s, l, st, m, d, u::VARCHAR, ar)) FROM t"
                      + " WHERE i % 2048 % 2 = 0"));
      assertRows("SELECT count(*), max(s) FROM " + call + " WHERE i = 4098", "[[1, text 4098]]");
      assertRows("SELECT count(*) FROM " + call, "[[10000]]");
    }
  }

  @Test
  void columnsGoByNameAndType() throws SQLException {
    String from = " FROM gather.appends('all', (SELECT * FROM (VALUES ";
    assertRows(
        "SELECT n, s, extra" + from + "('x', 1::BIGINT), (NULL, 2)) v(s, N)))",
        "[[2, null, 1], [2, null, null], [1, x, 0], [1, x, null]]");
    assertRows("SELECT n, s" + from + "(1::BIGINT, 'other')) v(n, t)))", "[[1, null], [1, null]]");
    assertRows(
        "SELECT n, s, extra FROM gather.appends('counted', (SELECT 5::BIGINT AS n, 'x' AS s))",
        "[[-1, own, null], [5, x, 1]]");
  }

  private void assertRefused(String how, String input, String sentence) {
    assertThat(engine.error("FROM gather.appends('" + how + "', (" + input + "))"))
        .contains("'appends'")
        .contains(sentence);
  }

  @Test
  void wrongUseIsASentence() {
    String input = "SELECT 5::BIGINT AS n, 'x' AS s";
    assertRefused(
        "all",
        "SELECT 5::INTEGER AS n",
        "Column 'n' of 'appends' is of type BIGINT, that of the rows to append is of type INTEGER");
    assertRefused("all", "SELECT 5 AS m", "have no column of");
    assertRefused("beyond", input, "There is no row 1 to append among 1 rows");
    assertRefused(
        "forwarded", "SELECT 5::BIGINT AS n", "forwards rows and then appends one; a batch has");
    assertRefused(
        "forwards", "SELECT 5::BIGINT AS n", "appends rows and then forwards some; a batch has");
    assertRefused("uncounted", input, "call rows(count) in between");
  }

  @Test
  void aTableTellsWhatItsFunctionSaysOfColumns() throws SQLException {
    assertRows(
        "SELECT column_name, comment, is_nullable FROM duckdb_columns()"
            + " WHERE database_name = 'gather' AND table_name = 'documented' ORDER BY column_index",
        "[[a, The \"number\", false], [b, Some text, true], [c, mine, false], [d, null, true]]");
    assertRows(
        "SELECT column_name, \"null\" FROM (DESCRIBE gather.documented)",
        "[[a, NO], [b, YES], [c, NO], [d, YES]]");
  }

  @Test
  void functionsReadTheWorkersOptions() throws Exception {
    assertRows("SELECT gather.greet('Ali')", "[[Hello, Ali]]");
    try (Engine other = new Engine()) {
      other.attach(GatherWorker.CATALOG, Probe.location(GatherWorker.class) + " --greeting=Salut");
      assertThat(other.rows("SELECT gather.greet('Ali')")).hasToString("[[Salut, Ali]]");
    }
  }
}
