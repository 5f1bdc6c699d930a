package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that have more to say when their input ends, in as many substreams as threads. */
class FinishingTest {
  private static void rows(Engine engine) throws SQLException {
    engine.execute(
        "CREATE OR REPLACE TABLE finishing_rows AS SELECT i AS n FROM range(400000) t(i)");
  }

  @EachCarrier
  void everySubstreamFinishesOnce(Engine engine) throws SQLException {
    rows(engine);
    // up to 122,880 rows are one thread's, whatever there are
    Map<Integer, int[]> sizes =
        Map.of(
            1, new int[] {1, 2047, 2048, 2049, 122_881},
            2, new int[] {122_880, 122_881},
            8, new int[] {2049, 400_000});
    for (int most : sizes.keySet()) {
      int threads = Carriers.startsProcesses(engine) ? Math.min(most, 3) : most;
      engine.execute("SET threads = " + threads);
      for (int rows : sizes.get(most)) {
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
    engine.execute("SET threads = " + (Carriers.startsProcesses(engine) ? 2 : 8));
    String call = "SELECT n FROM example.substream_partial_sum((SELECT n FROM finishing_rows))";
    assertThat(
            engine.rows(
                "SELECT sum(n) FROM (" + call + " UNION ALL " + call + " UNION ALL " + call + ")"))
        .hasToString("[[" + 3L * 400_000 * 399_999 / 2 + "]]");
    engine.execute("RESET threads");
  }

  /** The engine names no substream where there is only one. */
  @ParameterizedTest
  @ValueSource(strings = {"launch", "http"})
  void theOnlyStreamFinishes(String transport, @TempDir Path folder) throws Exception {
    if (transport.equals("launch")) {
      theOnlyStreamFinishes(Probe.launched(Probe.location()));
      return;
    }
    List<String> program = Probe.arguments(ProbeWorker.class);
    // so that every turn finds the execution again by what it is told
    Map<String, String> stateless = Map.of("VGI_HTTP_STATELESS", "1");
    try (ServingWorker worker =
        ServingWorker.brief(program, folder.resolve("errors"), stateless, "--http")) {
      theOnlyStreamFinishes(worker.location());
    }
  }

  private static void theOnlyStreamFinishes(String location) throws SQLException {
    try (Engine engine = Probe.attached(location)) {
      for (int threads : new int[] {1, 4}) {
        engine.execute("SET threads = " + threads);
        for (int rows : threads == 1 ? new int[] {0, 1, 2049} : new int[] {2049, 300_000}) {
          assertThat(
                  engine.rows(
                      "SELECT v FROM probe.phase_in_out_single('none', (SELECT i FROM range("
                          + rows
                          + ") t(i))) UNION ALL SELECT v FROM"
                          + " probe.phase_in_out_single('none', (SELECT i FROM range(7) t(i)))"
                          + " ORDER BY v DESC"))
              .as(rows + " rows, " + threads + " threads")
              .hasToString("[[" + Math.max(rows, 7) + "], [" + Math.min(rows, 7) + "]]");
        }
      }
    }
  }
}
