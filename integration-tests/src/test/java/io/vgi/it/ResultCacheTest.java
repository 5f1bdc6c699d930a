package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the engine keeps of results when functions say that it may. */
class ResultCacheTest {
  private static @Nullable Object nonce(Engine engine, String from) throws SQLException {
    return engine.value("SELECT DISTINCT nonce FROM example." + from);
  }

  private static void flush(Engine engine) throws SQLException {
    engine.execute("FROM vgi_result_cache_flush()");
  }

  @EachCarrier
  void aHitDoesNotRunTheFunction(Engine engine) throws SQLException {
    flush(engine);
    Object first = nonce(engine, "cache_nonce()");
    assertThat(nonce(engine, "cache_nonce()")).isEqualTo(first);
    flush(engine);
    assertThat(nonce(engine, "cache_nonce()")).isNotEqualTo(first);
    engine.execute("SET vgi_result_cache = false");
    Object uncached = nonce(engine, "cache_nonce()");
    assertThat(nonce(engine, "cache_nonce()")).isNotEqualTo(uncached);
    engine.execute("RESET vgi_result_cache");
  }

  @EachCarrier
  void whatWithinATransactionIsKeptEndsWithIt(Engine engine) throws SQLException {
    flush(engine);
    engine.execute("BEGIN");
    Object first = nonce(engine, "cache_scoped_txn(n := 5)");
    assertThat(nonce(engine, "cache_scoped_txn(n := 5)")).isEqualTo(first);
    assertThat(nonce(engine, "cache_scoped_txn(n := 6)")).isNotEqualTo(first);
    engine.execute("COMMIT");
    assertThat(nonce(engine, "cache_scoped_txn(n := 5)")).isNotEqualTo(first);
  }

  @EachCarrier
  void lifetimesEnd(Engine engine) throws Exception {
    flush(engine);
    String kept =
        "SELECT count(*) FROM vgi_result_cache() WHERE function IN ('cacheable_numbers',"
            + " 'cache_no_store')";
    assertThat(
            engine.rows("SELECT count(*), sum(n) FROM example.cacheable_numbers(n := 9, ttl := 1)"))
        .hasToString("[[9, 36]]");
    assertThat(
            engine.rows(
                "SELECT ttl_seconds FROM vgi_result_cache() WHERE function = 'cacheable_numbers'"))
        .hasToString("[[1]]");
    assertThat(engine.rows("SELECT count(*), sum(n) FROM example.cache_no_store(n := 9)"))
        .hasToString("[[9, 36]]");
    assertThat(engine.value(kept)).hasToString("1");
    Thread.sleep(1_100);
    assertThat(
            engine.rows("SELECT count(*), sum(n) FROM example.cacheable_numbers(n := 9, ttl := 1)"))
        .hasToString("[[9, 36]]");
    assertThat(
            engine.rows(
                "SELECT coalesce(sum(hits), 0) FROM vgi_result_cache() WHERE function ="
                    + " 'cacheable_numbers'"))
        .hasToString("[[0]]");
  }

  /** Many batches, and the same with conditions, from the function and then from what was kept. */
  @EachCarrier
  void keptRowsAreTheRows(Engine engine) throws SQLException {
    flush(engine);
    for (String condition : new String[] {"n >= 0", "n >= 50", "n = 77", "n < 0", "n % 3 = 1"}) {
      Object expected =
          engine.rows("SELECT count(*), sum(n) FROM range(20000) t(n) WHERE " + condition);
      for (String function : new String[] {"cache_filtered", "cache_big"}) {
        String query =
            "SELECT count(*), sum(n) FROM example."
                + function
                + "(rows := 20000) WHERE "
                + condition;
        for (int i = 0; i < 2; i++) {
          assertThat(engine.rows(query)).as(query).isEqualTo(expected);
        }
      }
    }
  }

  @EachCarrier
  void partitionsAreKeptApart(Engine engine) throws SQLException {
    flush(engine);
    String from = " FROM example.cache_partition_scope(4)";
    for (int i = 0; i < 2; i++) {
      assertThat(engine.rows("SELECT count(*), count(DISTINCT sales)" + from))
          .hasToString("[[20, 20]]");
      // sales of the n-th country begin at n million
      assertThat(
              engine.rows(
                  "SELECT country, count(*), sum(sales)"
                      + from
                      + " WHERE country IN ('US', 'CA', 'ZZ') GROUP BY ALL ORDER BY ALL"))
          .hasToString(
              "[[CA, 4, " + (4 * 2_000_000 + 6) + "], [US, 4, " + (4 * 4_000_000 + 6) + "]]");
      assertThat(
              engine.rows("SELECT sales" + from + " WHERE country = 'AU' AND sales > 1 ORDER BY 1"))
          .hasToString("[[2], [3]]");
    }
    assertThat(
            engine.rows(
                "SELECT DISTINCT partition_label FROM vgi_result_cache() WHERE function ="
                    + " 'cache_partition_scope' AND partition_label <> '' ORDER BY ALL"))
        .hasToString("[[country=AU], [country=BR], [country=CA], [country=FR], [country=US]]");
    assertThat(
            engine.value(
                "SELECT sum(hits) > 0 FROM vgi_result_cache() WHERE function ="
                    + " 'cache_partition_scope'"))
        .isEqualTo(true);
  }

  @EachCarrier
  void valuesAreKeptOneByOne(Engine engine) throws SQLException {
    flush(engine);
    for (int rows : new int[] {4, 6, 6, 5000, 3000}) {
      for (String call : new String[] {"cached_double", "cached_reval_double"}) {
        assertThat(
                engine.rows(
                    "SELECT count(*), count(*) FILTER (WHERE doubled = 2 * x) FROM range("
                        + rows
                        + ") t(x), LATERAL example."
                        + call
                        + "(t.x)"))
            .as(call + " " + rows)
            .hasToString("[[" + rows + ", " + rows + "]]");
      }
      // from none to four rows for a value
      assertThat(
              engine.rows(
                  "SELECT count(*), sum(x * (i + 1)) FROM range("
                      + rows
                      + ") t(x), LATERAL example.cached_explode(t.x % 5) e(i)"))
          .isEqualTo(
              engine.rows(
                  "SELECT count(*), sum(x * (i + 1)) FROM range("
                      + rows
                      + ") t(x), (SELECT unnest(range(t.x % 5)) AS i)"));
    }
  }

  @EachCarrier
  void aFailedResultIsNotKept(Engine engine) throws SQLException {
    flush(engine);
    for (int i = 0; i < 2; i++) {
      assertThat(engine.error("FROM example.cache_poison()")).contains("intentional mid-stream");
    }
    assertThat(
            engine.value("SELECT count(*) FROM vgi_result_cache() WHERE function = 'cache_poison'"))
        .hasToString("0");
  }
}
