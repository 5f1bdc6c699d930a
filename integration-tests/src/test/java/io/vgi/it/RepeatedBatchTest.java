package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches of functions that buffer their input, and of COPY TO, whose answers a proxy loses: the
 * engine sends them again, to another replica, and each counts once.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RepeatedBatchTest {
  private static final Map<String, String> KEY = Map.of("VGI_SIGNING_KEY", "0123456789abcdef");

  /** Batches that are all alike, that come again in turn, and that are each another. */
  private static final List<String> VALUES =
      List.of("1::BIGINT", "(i % 4096)::BIGINT", "i", "hash(i, 7)::HUGEINT % 1000");

  private final List<ServingWorker> replicas = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private Path folder;
  private RoundRobin proxy;
  private Engine engine;

  @BeforeAll
  void start(@TempDir Path place) throws Exception {
    folder = place;
    proxy = new RoundRobin(replicas);
    for (String name : List.of("left", "right")) {
      replicas.add(
          ServingWorker.briefExample(
              place.resolve(name), KEY, "--http", "--receipts-at", proxy.location()));
    }
    engine = new Engine();
    engine.attach("example", proxy.location());
    engine.execute("SET vgi_result_cache = false");
    engine.execute("CREATE TABLE numbers AS SELECT i FROM range(300000) r(i)");
  }

  @AfterAll
  void stop() {
    engine.close();
    proxy.close();
    replicas.forEach(ServingWorker::close);
  }

  /** Loses each fifth answer of these paths from now on. */
  private void lose(String... paths) {
    lost.set(0);
    proxy.lose(
        path -> {
          boolean any = false;
          for (String one : paths) {
            any |= path.contains(one);
          }
          boolean loses = any && calls.incrementAndGet() % 5 == 0;
          lost.addAndGet(loses ? 1 : 0);
          return loses;
        });
  }

  private String input(Random random, int threads) throws SQLException {
    engine.execute("SET threads = " + threads);
    int rows = threads == 1 ? 1 + random.nextInt(20_000) : 130_000 + random.nextInt(9_000);
    String value = VALUES.get(random.nextInt(VALUES.size()));
    return "SELECT " + value + " AS v FROM numbers WHERE i < " + rows;
  }

  @Test
  void aBatchThatIsSentAgainCountsOnce() throws SQLException {
    Random random = new Random(16);
    lose("table_buffering_process", "table_buffering_combine", "__received__");
    List<String> functions =
        List.of("echo_buffering", "sum_all_columns", "buffer_input", "batch_index_buffer_input");
    for (int round = 0; round < 4; round++) {
      String input = input(random, 1 << round);
      String function = functions.get((round + 1) % 4);
      String rows =
          function.equals("sum_all_columns")
              ? "SELECT sum(v)::DOUBLE FROM "
              : "SELECT count(*), sum(v), sum(hash(v)) FROM ";
      assertThat(engine.rows(rows + "example." + function + "((" + input + "))"))
          .as(function + " of " + input + ", lost: " + lost)
          .hasToString(engine.rows(rows + "(" + input + ")").toString());
    }
    assertThat(lost.get()).isGreaterThan(10);
  }

  @Test
  void theOrderOfTheInputStays() throws SQLException {
    lose("table_buffering_process", "__received__");
    engine.execute("SET threads = 4");
    for (String function : List.of("ordered_buffer_input", "batch_index_buffer_input")) {
      String input = "SELECT i // 3000 AS v FROM numbers WHERE i < 140000";
      assertThat(
              engine.rows(
                  "SELECT count(*), count(*) FILTER (v < before) FROM (SELECT v, lag(v) OVER () AS"
                      + " before FROM example."
                      + function
                      + "(("
                      + input
                      + ")))"))
          .as(function + ", lost: " + lost)
          .hasToString("[[140000, 0]]");
    }
    assertThat(lost.get()).isPositive();
  }

  @Test
  void aFileHasEachRowOnce() throws SQLException {
    Random random = new Random(14);
    lose("table_buffering_process", "table_buffering_combine", "__received__");
    for (int round = 0; round < 3; round++) {
      String input = input(random, 1 << (2 * round));
      boolean ordered = round % 2 == 0;
      Path file = folder.resolve("rows" + round);
      engine.execute(
          "COPY ("
              + input
              + ") TO '"
              + file
              + "' (FORMAT 'example.example_lines_"
              + (ordered ? "ordered_out', null_string '')" : "out', null_string '')"));
      engine.execute("SET threads = 1"); // else a list has no order
      String read = "(SELECT v FROM read_csv('" + file + "', header = false, names = ['v']))";
      String rows = "SELECT count(*), sum(v::HUGEINT), sum(hash(v::HUGEINT)) FROM ";
      assertThat(engine.rows(rows + read))
          .as(input + ", lost: " + lost)
          .hasToString(engine.rows(rows + "(" + input + ")").toString());
      if (ordered) {
        assertThat(
                engine.rows(
                    "SELECT list(v::HUGEINT) = (SELECT list(v::HUGEINT) FROM ("
                        + input
                        + ")) FROM "
                        + read))
            .hasToString("[[true]]");
      }
    }
    assertThat(lost.get()).isPositive();
  }
}
