package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that get lost on their way, as when a proxy ends: the engine repeats the request, whose
 * turn was had already, and that must not cost a row.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LostAnswerTest {
  private static final Map<String, String> KEY = Map.of("VGI_SIGNING_KEY", "0123456789abcdef");
  private static final int ROWS = 12_000;

  private ServingWorker left;
  private ServingWorker right;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    left = ServingWorker.briefExample(folder.resolve("left"), KEY, "--http");
    right = ServingWorker.briefExample(folder.resolve("right"), KEY, "--http");
  }

  @AfterAll
  void stop() {
    left.close();
    right.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sequence(12000, batch_size := 700)",
        "split_sequence(splits := 12, n := 12000)",
        "partitioned_sequence(12000)",
        "partitioned_batch_index(12000)",
        "echo((SELECT i AS n FROM range(12000) r(i)))"
      })
  void aScanHasAllItsRows(String scan) throws Exception {
    try (RoundRobin proxy = new RoundRobin(List.of(left, right));
        Engine engine = new Engine()) {
      engine.attach("example", proxy.location());
      engine.execute("SET threads = 4");
      engine.execute("SET vgi_result_cache = false");
      AtomicInteger lost = new AtomicInteger();
      AtomicInteger turns = new AtomicInteger();
      proxy.lose(
          path -> {
            boolean loses = path.contains("/init/") && turns.incrementAndGet() % 5 == 0;
            lost.addAndGet(loses ? 1 : 0);
            return loses;
          });
      for (boolean planned : new boolean[] {true, false}) {
        engine.execute("SET vgi_split_scans = " + planned);
        for (int i = 0; i < 4; i++) {
          assertThat(engine.rows("SELECT count(*), count(DISTINCT n) FROM example.main." + scan))
              .as("planned: " + planned + ", lost: " + lost)
              .containsExactly(List.of((long) ROWS, (long) ROWS));
        }
      }
      assertThat(lost.get()).isPositive();
    }
  }

  /** One that is told of as failed, and was not, would be written once more by its user. */
  @Test
  void aCommitIsMadeOnceAndSucceeds(@TempDir Path folder) throws Exception {
    try (RoundRobin proxy = new RoundRobin(List.of(left, right));
        Engine engine = new Engine()) {
      engine.attach("sqlite", proxy.location(), ", file '" + folder.resolve("lost.db") + "'");
      engine.execute("CREATE TABLE sqlite.t AS SELECT 1 AS a");
      AtomicInteger commits = new AtomicInteger();
      proxy.lose(
          path ->
              path.endsWith("/catalog_transaction_commit") && commits.getAndIncrement() % 2 == 0);
      engine.execute("INSERT INTO sqlite.t VALUES (2)");
      assertThat(engine.rows("SELECT sum(a), count(*) FROM sqlite.t")).hasToString("[[3, 2]]");
      assertThat(commits.get()).isEqualTo(4);
    }
  }

  /**
   * Constants make batches equal, which must all count, but each once; a lost call is repeated with
   * the bytes that it had.
   */
  @ParameterizedTest
  @CsvSource({
    "aggregate_update, vgi_sum(1) FROM range(60000) r(i), sum(1) FROM range(60000) r(i)",
    "aggregate_update, vgi_sum(i) FROM range(60000) r(i), sum(i) FROM range(60000) r(i)",
    "aggregate_combine, vgi_sum(1) FROM range(500000) r(i), sum(1) FROM range(500000) r(i)",
  })
  void anAggregateCountsEachRowOnce(String method, String aggregate, String own) throws Exception {
    try (RoundRobin proxy = new RoundRobin(List.of(left, right));
        Engine engine = new Engine()) {
      engine.attach("example", proxy.location());
      engine.execute("SET threads = 8");
      AtomicInteger lost = new AtomicInteger();
      AtomicInteger calls = new AtomicInteger();
      proxy.lose(
          path -> {
            boolean loses = path.endsWith("/" + method) && calls.getAndIncrement() % 5 == 0;
            lost.addAndGet(loses ? 1 : 0);
            return loses;
          });
      assertThat(engine.rows("SELECT example.main." + aggregate))
          .as(method + " lost: " + lost)
          .hasToString(engine.rows("SELECT " + own).toString());
      assertThat(lost.get()).isPositive();
    }
  }
}
