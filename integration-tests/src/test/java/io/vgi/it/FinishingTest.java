package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

/** Functions that have more to say when their input ends, in as many substreams as threads. */
class FinishingTest {
  private static void rows(Engine engine) throws SQLException {
    engine.execute(
        "CREATE OR REPLACE TABLE finishing_rows AS SELECT i AS n FROM range(400000) t(i)");
  }

  @EachCarrier
  void everySubstreamFinishesOnce(Engine engine) throws SQLException {
    rows(engine);
    for (int threads : new int[] {1, 2, 8}) {
      engine.execute("SET threads = " + threads);
      for (int rows : new int[] {1, 2047, 2048, 2049, 122_880, 122_881, 400_000}) {
        assertThat(
                engine.rows(
                    "SELECT sum(n), count(*) BETWEEN 1 AND "
                        + threads
                        + " FROM example.substream_partial_sum((SELECT n FROM finishing_rows WHERE"
                        + " n < "
                        + rows
                        + "))"))
            .as(rows + " rows, " + threads + " threads")
            .hasToString("[[" + (long) rows * (rows - 1) / 2 + ", true]]");
      }
    }
    engine.execute("RESET threads");
  }

  /** Which substream has which row is the engine's business. */
  @EachCarrier
  void whatIsSaidComesInManyBatches(Engine engine) throws SQLException {
    for (int threads : new int[] {1, 4}) {
      engine.execute("SET threads = " + threads);
      assertThat(
              engine.rows(
                  "SELECT count(*), sum(n) FROM"
                      + " example.multi_batch_finish((SELECT i AS n FROM range(700) t(i)))"))
          .hasToString("[[700, " + 700 * 699 / 2 + "]]");
      assertThat(
              engine.rows(
                  "SELECT count(*) FROM (FROM example.multi_batch_finish("
                      + "(SELECT i AS n FROM range(700) t(i))) LIMIT 13)"))
          .hasToString("[[13]]");
    }
    engine.execute("RESET threads");
  }

  @EachCarrier
  void severalCallsInOneQuery(Engine engine) throws SQLException {
    rows(engine);
    engine.execute("SET threads = 8");
    String call = "SELECT n FROM example.substream_partial_sum((SELECT n FROM finishing_rows))";
    assertThat(
            engine.rows(
                "SELECT sum(n) FROM (" + call + " UNION ALL " + call + " UNION ALL " + call + ")"))
        .hasToString("[[" + 3L * 400_000 * 399_999 / 2 + "]]");
    engine.execute("RESET threads");
  }
}
