package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are told to stop (SIGTERM) while a query runs: no row is lost without an error. */
class StopTest {
  @TempDir private Path folder;
  private final ExecutorService queries = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    queries.shutdownNow();
  }

  private Process start(String... transport) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                WorkerJar.jar().toString())
            .redirectError(folder.resolve("errors").toFile());
    builder.command().addAll(List.of(transport));
    return builder.start();
  }

  private static String announced(Process worker) throws Exception {
    return new BufferedReader(
            new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  /** What the query gives, rows or the message of an error, with the worker stopped meanwhile. */
  private String stopped(Process worker, String location, int rows) throws Exception {
    try (Engine engine = new Engine()) {
      engine.attach("example", location);
      // a batch of one row every 40 ms
      String sql =
          "SELECT count(*), sum(n) FROM example.slow_cancellable("
              + Engine.literal(folder.resolve("cancelled").toString())
              + ", count := "
              + rows
              + ", sleep_ms := 40)";
      Future<String> query =
          queries.submit(
              () -> {
                try {
                  return engine.rows(sql).toString();
                } catch (SQLException failure) {
                  return String.valueOf(failure.getMessage());
                }
              });
      TimeUnit.MILLISECONDS.sleep(600);
      assertThat(query.isDone()).isFalse();
      worker.destroy();
      String outcome = query.get(40, TimeUnit.SECONDS);
      assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return outcome;
    }
  }

  @Test
  void aSocketFinishesWhatRuns() throws Exception {
    Path socket = folder.resolve("w.sock");
    Process worker = start("--unix", socket.toString());
    assertThat(announced(worker)).isEqualTo("UNIX:" + socket);
    assertThat(stopped(worker, "unix://" + socket, 50)).isEqualTo("[[50, 1225]]");
    assertThat(socket).doesNotExist();
    assertThat(worker.exitValue()).isEqualTo(128 + 15);
  }

  @Test
  void aSocketEndsWhatTakesTooLongWithAnError() throws Exception {
    Path socket = folder.resolve("w.sock");
    Process worker = start("--unix", socket.toString());
    assertThat(announced(worker)).isEqualTo("UNIX:" + socket);
    long begin = System.nanoTime();
    assertThat(stopped(worker, "unix://" + socket, 1_000))
        .contains("The worker is being stopped; run the query again");
    assertThat(System.nanoTime() - begin).isBetween(9_000_000_000L, 20_000_000_000L);
  }

  @Test
  void httpFinishesWhatRuns() throws Exception {
    Process worker = start("--http");
    String location = "http://127.0.0.1:" + announced(worker).substring("PORT:".length());
    assertThat(stopped(worker, location, 50)).isEqualTo("[[50, 1225]]");
    assertThat(Files.readString(folder.resolve("errors"))).doesNotContain("Exception");
  }

  @Test
  void httpEndsWhatTakesTooLongWithAnError() throws Exception {
    Process worker = start("--http");
    String location = "http://127.0.0.1:" + announced(worker).substring("PORT:".length());
    assertThat(stopped(worker, location, 1_000)).contains("HTTP").doesNotContain("[[");
  }
}
