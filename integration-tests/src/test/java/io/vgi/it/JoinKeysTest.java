package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

/** Keys of joins that are handed down: what the worker sees, and which rows come out. */
class JoinKeysTest {
  private static final String THRESHOLD = "dynamic_or_filter_threshold";

  /** A list up to the threshold, bounds beyond it. */
  @EachCarrier
  void keysAreHandedDown(Engine engine) throws SQLException {
    keys(engine);
    for (int threshold : new int[] {0, 50, 200}) {
      engine.execute("SET " + THRESHOLD + " = " + threshold);
      for (int keys : new int[] {2, 50, 51, 200}) {
        List<?> row =
            engine
                .rows(
                    "SELECT any_value(pushed_filters), count(DISTINCT pushed_filters), count(*),"
                        + " sum(n), count(DISTINCT n) FROM (FROM keys ORDER BY id LIMIT "
                        + keys
                        + ") JOIN example.filter_echo(1001) ON id = n")
                .get(0);
        String what = keys + " keys with a threshold of " + threshold;
        String bounds = "n >= 0 AND n <= " + (keys - 1) * 5;
        if (keys <= threshold) {
          assertThat((String) row.get(0)).as(what).startsWith("n IN (").endsWith(" AND " + bounds);
        } else {
          assertThat(row.get(0)).as(what).isEqualTo(bounds);
        }
        assertThat(row.subList(1, 5))
            .as(what)
            .hasToString("[1, %d, %d, %d]".formatted(keys, 5L * keys * (keys - 1) / 2, keys));
      }
    }
    engine.execute("RESET " + THRESHOLD);
  }

  /**
   * Every kind of join, by threads and thresholds, gives the rows that DuckDB's own table gives.
   */
  @EachCarrier
  void joinsGiveDuckDbsRows(Engine engine) throws SQLException {
    keys(engine);
    engine.execute("CREATE OR REPLACE TABLE own AS SELECT i AS n FROM range(1500) t(i)");
    List<String> scans = List.of("example.sequence(1500)", "example.partitioned_batch_index(1500)");
    List<String> joins =
        List.of(
            "SELECT id, n FROM keys JOIN %s ON id = n",
            "SELECT id, n FROM keys LEFT JOIN %s ON id = n",
            "SELECT id, n FROM keys RIGHT JOIN %s ON id = n",
            "SELECT id, n FROM keys FULL JOIN %s ON id = n AND n %% 2 = 0",
            "SELECT id, 0 FROM keys SEMI JOIN %s ON id = n",
            "SELECT id, 0 FROM keys ANTI JOIN %s ON id = n",
            "SELECT n, 1 FROM %s WHERE n IN (SELECT id FROM keys)",
            "SELECT n, 1 FROM %s WHERE n NOT IN (SELECT id FROM keys WHERE id < 700)");
    int turn = 0;
    boolean few = Carriers.startsProcesses(engine);
    for (String join : joins) {
      for (int threshold : new int[] {50, 1000}) {
        if (few && turn % 4 != 0) {
          turn++;
          continue;
        }
        String scan = scans.get(turn % scans.size());
        engine.execute("SET " + THRESHOLD + " = " + threshold);
        engine.execute("SET threads = " + (turn++ % 3 == 0 ? 4 : 1));
        String query = join.formatted(scan);
        assertThat(engine.rows(query + " ORDER BY ALL"))
            .as("%s with a threshold of %d", query, threshold)
            .isEqualTo(engine.rows(join.formatted("own") + " ORDER BY ALL"));
      }
    }
    engine.execute("RESET " + THRESHOLD);
    engine.execute("RESET threads");
  }

  /** The engine makes a union of the branches, below which keys arrive at each of them. */
  @EachCarrier
  void branchesTakeKeys(Engine engine) throws SQLException {
    keys(engine);
    String join =
        "(FROM keys ORDER BY id LIMIT %d) JOIN example.data.multi_branch_numbers ON id = n";
    for (int keys : new int[] {3, 200}) {
      long matching = Math.min(keys, 10);
      assertThat(engine.rows("SELECT count(*), min(n), max(n) FROM " + join.formatted(keys)))
          .hasToString("[[%d, 0, %d]]".formatted(2 * matching, 5 * (matching - 1)));
    }
    String filtered = "FROM keys JOIN example.data.multi_branch_filtered_numbers ON id = n";
    assertThat(engine.rows("SELECT count(*), count(DISTINCT n) " + filtered))
        .hasToString("[[20, 20]]");
    assertThat(engine.rows("SELECT min(n), max(n), count(*) " + filtered + " WHERE n > 50"))
        .hasToString("[[55, 95, 9]]");
  }

  /** Batches are put in order by their index by many threads, also below conditions. */
  @EachCarrier
  void indexedBatchesStayInOrder(Engine engine) throws SQLException {
    engine.execute("SET threads = 4");
    String marked = "example.partitioned_batch_index_marked(20000, chunk_size := 700)";
    List<String> conditions =
        List.of("seq < 3 AND partition_id % 2 = 0", "true", "partition_id >= 3");
    boolean few = Carriers.startsProcesses(engine);
    for (String where : few ? conditions.subList(0, 1) : conditions) {
      engine.execute(
          "CREATE OR REPLACE TEMP TABLE got AS SELECT partition_id * 700 + seq AS place FROM "
              + marked
              + " WHERE "
              + where);
      assertThat(
              engine.rows(
                  "SELECT count(*) FILTER (place <= before), count(*) = (SELECT count(*) FROM"
                      + " (SELECT i // 700 AS partition_id, i % 700 AS seq FROM range(20000) t(i))"
                      + " WHERE "
                      + where
                      + ") FROM (SELECT place, lag(place) OVER (ORDER BY rowid) AS before"
                      + " FROM got)"))
          .as(where)
          .hasToString("[[0, true]]");
    }
    assertThat(
            engine.rows(
                "SELECT partition_id, seq FROM " + marked + " WHERE partition_id > 1 LIMIT 3"))
        .hasToString("[[2, 0], [2, 1], [2, 2]]");
    engine.execute("RESET threads");
  }

  /** Sparse: a dense range would be told by its bounds alone. */
  private static void keys(Engine engine) throws SQLException {
    engine.execute("CREATE OR REPLACE TABLE keys AS FROM range(0, 1000, 5) t(id)");
  }
}
