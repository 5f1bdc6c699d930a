package example.median;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vgi.testing.LocalWorker;
import io.vgi.testing.duckdb.DuckDb;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DuckDB's own answer: of the sorted values, the first one at which half of the weight is seen. */
class WeightedMedianTest {
  private static final String SAME =
      """
      CREATE MACRO same(items) AS (
        WITH sorted AS (SELECT unnest(items, recursive := true)),
        seen AS (
          SELECT x, sum(w) OVER (ORDER BY x, w ROWS UNBOUNDED PRECEDING) AS seen,
            sum(w) OVER () AS total, w
          FROM sorted WHERE x IS NOT NULL AND w IS NOT NULL)
        SELECT min(x) FROM seen WHERE 2 * seen >= total AND total > 0);
      CREATE TABLE t AS SELECT i, i % 17 AS g,
        CASE WHEN i % 11 > 0 THEN (hash(i) % 40)::DOUBLE - 20 END AS x,
        CASE WHEN i % 13 > 0 THEN (hash(i, 1) % 5)::BIGINT END AS w
      FROM range(3000) AS numbers(i)
      """;

  @RegisterExtension static final DuckDb DUCK = DuckDb.attach(WeightedMedian.catalog());

  private final LocalWorker worker = LocalWorker.of(WeightedMedian.catalog());

  @AfterEach
  void close() {
    worker.close();
  }

  private static void check(String expected, String query) {
    assertEquals(DUCK.query(expected).rows(), DUCK.query(query).rows(), query);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void groupsAreDuckDbs(int threads) {
    DUCK.execute("DROP MACRO IF EXISTS same; DROP TABLE IF EXISTS t; SET threads = " + threads);
    DUCK.execute(SAME);
    for (String from :
        List.of("t", "t WHERE i < 3", "t WHERE w = 0", "t WHERE false", "t WHERE x IS NULL")) {
      check(
          "SELECT min(x) FROM (SELECT x, sum(w) OVER (ORDER BY x, i) AS seen, sum(w) OVER () AS total"
              + " FROM (SELECT * FROM "
              + from
              + ") WHERE x IS NOT NULL AND w IS NOT NULL) WHERE 2 * seen >= total AND total > 0",
          "SELECT stats.weighted_median(x, w) FROM " + from);
      check(
          "SELECT g, same(list({x: x, w: w})) FROM " + from + " GROUP BY g ORDER BY g",
          "SELECT g, stats.weighted_median(x, w) FROM " + from + " GROUP BY g ORDER BY g");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void framesAreDuckDbs(int threads) {
    DUCK.execute("DROP MACRO IF EXISTS same; DROP TABLE IF EXISTS t; SET threads = " + threads);
    DUCK.execute(SAME);
    for (String over :
        List.of(
            "ORDER BY i ROWS BETWEEN 6 PRECEDING AND 3 FOLLOWING",
            "PARTITION BY g ORDER BY i",
            "ORDER BY i ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING EXCLUDE CURRENT ROW",
            "ORDER BY x, i ROWS BETWEEN 2 FOLLOWING AND 4 FOLLOWING")) {
      check(
          "SELECT i, same(items) FROM (SELECT i, list({x: x, w: w}) OVER ("
              + over
              + ") AS items FROM t WHERE i < 200) ORDER BY i",
          "SELECT i, stats.main.weighted_median(x, w) OVER ("
              + over
              + ") FROM t WHERE i < 200 ORDER BY i");
    }
  }

  @Test
  void theLowerOfTwoInTheMiddle() {
    assertEquals(1.0, worker.aggregate("weighted_median").of(List.of(1.0, 2.0), List.of(1L, 1L)));
    assertEquals(2.0, worker.aggregate("weighted_median").of(List.of(1.0, 2.0), List.of(1L, 2L)));
    assertEquals(
        Map.of("a", 3.0, "b", 7.0),
        worker
            .aggregate("weighted_median")
            .groupBy(List.of("a", "b", "a"))
            .of(List.of(1.0, 7.0, 3.0), List.of(1L, 1L, 5L)));
    assertEquals(
        null, worker.aggregate("weighted_median").of(Arrays.asList(1.0, null), List.of(0L, 5L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " OVER ()"})
  void negativeWeightsAreRefused(String over) {
    String error =
        DUCK.query(
                "SELECT stats.main.weighted_median(x, w)"
                    + over
                    + " FROM (VALUES (1.0::DOUBLE, 5), (1, -1)) AS v(x, w)")
            .error();
    assertTrue(error.contains("A weight cannot be negative: -1"), error);
  }
}
