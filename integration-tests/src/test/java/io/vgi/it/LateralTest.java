package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

/** Functions called for each row of a query, with any number of rows each. */
class LateralTest {
  private static void same(Engine engine, String actual, String expected) throws SQLException {
    assertThat(engine.rows(actual).toString())
        .as(actual)
        .isEqualTo(engine.rows(expected).toString());
  }

  /** Parents whose rows go beyond one vector, and some without rows. */
  @EachCarrier
  void rowsStayWithTheirParent(Engine engine) throws SQLException {
    for (boolean batches : new boolean[] {true, false}) {
      engine.execute("SET vgi_batch_lateral = " + batches);
      int parents = batches ? 5000 : 100;
      String from =
          " FROM (SELECT p, CASE WHEN p % 50 = 49 THEN NULL WHEN p = 7 THEN 3000 ELSE p % 4 END::BIGINT"
              + " AS n FROM range("
              + parents
              + ") t(p)) t";
      String select = "SELECT count(*), count(i), sum(p * i), max(i), sum(hash(p, n, i))";
      String calls = "example.blended_explode(t.n) e(i)";
      String own = "(SELECT unnest(range(coalesce(t.n, 0))) AS i) e";
      same(engine, select + from + ", " + calls, select + from + ", " + own);
      same(
          engine,
          select + from + " LEFT JOIN LATERAL " + calls + " ON true",
          select + from + " LEFT JOIN LATERAL " + own + " ON true");
    }
    engine.execute("RESET vgi_batch_lateral");
  }

  @EachCarrier
  void callsDependOnCalls(Engine engine) throws SQLException {
    same(
        engine,
        "SELECT x, a.i, b.i FROM range(60) t(x), LATERAL example.blended_explode(t.x) a,"
            + " LATERAL example.blended_explode(a.i % 3) b ORDER BY ALL",
        "SELECT x, a.i, b.i FROM range(60) t(x), (SELECT unnest(range(t.x)) AS i) a,"
            + " (SELECT unnest(range(a.i % 3)) AS i) b ORDER BY ALL");
    same(
        engine,
        "SELECT x, (SELECT sum(i) FROM example.blended_explode(t.x % 9)) FROM range(300) t(x)"
            + " ORDER BY ALL",
        "SELECT x, (SELECT sum(i) FROM range(t.x % 9) e(i)) FROM range(300) t(x) ORDER BY ALL");
  }

  @EachCarrier
  void parentsWithoutRowsAreKeptByOuterJoins(Engine engine) throws SQLException {
    assertThat(
            engine.rows(
                "SELECT count(*), count(d), sum(x) FROM range(3000) t(x)"
                    + " LEFT JOIN LATERAL example.blended_drop(t.x::DOUBLE) b(d) ON true"))
        .hasToString("[[3000, 0, " + 3000 * 2999 / 2 + "]]");
    same(
        engine,
        "SELECT x, a FROM range(2500) t(x), LATERAL example.projectable_blended(t.x) WHERE a > 24000"
            + " ORDER BY ALL",
        "SELECT x, x * 10 AS a FROM range(2500) t(x) WHERE a > 24000 ORDER BY ALL");
  }

  /** A constant function of rows is one parent. */
  @EachCarrier
  void constantsAreOneParent(Engine engine) throws SQLException {
    same(
        engine, "FROM example.blended_explode(2500) ORDER BY ALL", "FROM range(2500) ORDER BY ALL");
    same(engine, "FROM example.blended_explode(0)", "FROM range(0)");
  }
}
