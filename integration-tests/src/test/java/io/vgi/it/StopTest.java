package io.vgi.it;

import static io.vgi.it.CancelCalls.await;
import static io.vgi.it.CancelCalls.said;
import static io.vgi.it.CancelCalls.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that are told to stop (SIGTERM) while a query runs: no row is lost without an error. */
class StopTest {
  private static final int TERMINATED = 128 + 15;
  private static final String COMPLETE = "[[true]]";

  @TempDir private Path folder;
  private final ExecutorService queries = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    queries.shutdownNow();
  }

  private ServingWorker start(String... transport) throws Exception {
    return ServingWorker.probe(folder.resolve("errors"), transport);
  }

  /** What a query gives, rows or the message of an error, whose worker is stopped meanwhile. */
  private String stopped(ServingWorker worker, boolean ends) throws Exception {
    Path begun = folder.resolve("begun");
    try (Engine engine = new Engine()) {
      engine.attach("probe", worker.location());
      String sql =
          "SELECT count(*) > 0 AND count(*) = max(n) + 1 FROM probe.dripping("
              + Engine.literal(begun.toString())
              + ")";
      Future<String> query =
          queries.submit(
              () -> {
                try {
                  return engine.rows(sql).toString();
                } catch (SQLException failure) {
                  return String.valueOf(failure.getMessage());
                }
              });
      while (!Files.exists(begun)) {
        assertThat(query.isDone()).isFalse();
        Thread.sleep(5);
      }
      worker.stop();
      // it may not end earlier, and has nothing else that would show it
      Thread.sleep(ends ? 1_000 : 5_000);
      assertThat(query.isDone()).isFalse();
      if (ends) {
        Files.createFile(folder.resolve("begun.end"));
      } else {
        assertThat(said(folder.resolve("polling"))).doesNotContain("ended");
      }
      String outcome = query.get(60, TimeUnit.SECONDS);
      assertThat(worker.exitCode(30)).isEqualTo(TERMINATED);
      return outcome;
    }
  }

  @Test
  void aSocketFinishesWhatRuns() throws Exception {
    Path socket = folder.resolve("w.sock");
    try (ServingWorker worker = start("--unix", socket.toString())) {
      assertThat(stopped(worker, true)).isEqualTo(COMPLETE);
      assertThat(socket).doesNotExist();
    }
  }

  @Test
  void httpFinishesWhatRuns() throws Exception {
    try (ServingWorker worker = start("--http")) {
      assertThat(stopped(worker, true)).isEqualTo(COMPLETE);
      assertThat(Files.readString(folder.resolve("errors"))).doesNotContain("Exception");
    }
  }

  /** Functions are told when the grace period is over, and not before; a stream has an error. */
  @ParameterizedTest
  @CsvSource({
    "--tcp 127.0.0.1:0, The worker is being stopped; run the query again",
    "--http, HTTP"
  })
  void whatTakesTooLongIsCancelled(String options, String sentence) throws Exception {
    Path file = folder.resolve("polling");
    try (ServingWorker server = start(options.split(" ", -1));
        Engine engine = Probe.attached(server.location())) {
      Future<String> query =
          queries.submit(() -> engine.error(sql("scalar", "eval", file, "polls")));
      await(file, "begun", 30_000);
      long begin = System.nanoTime();
      assertThat(stopped(server, false)).contains(sentence).doesNotContain(COMPLETE);
      assertThat(System.nanoTime() - begin).isGreaterThan(9_000_000_000L);
      await(file, "ended", 10_000);
      assertThat(query.get(30, TimeUnit.SECONDS)).contains("The worker is being stopped");
    }
  }
}
