package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vgi.state.StateStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that are killed (SIGKILL) in every phase of every kind of function. */
@TestInstance(Lifecycle.PER_CLASS)
class KillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the engine says when a worker is gone: its status, or where the conversation broke. */
  static final String[] DEAD = {
    "exit code 137",
    "exited with status 137",
    "RPC response stream EOF",
    "Tried reading schema message, was null",
    "Broken pipe",
    "returned an empty response",
  };

  private static final String INPUT = "(SELECT i AS v FROM range(20000) t(i))";

  private Engine engine;
  private Path state;
  private final ExecutorService queries = Executors.newCachedThreadPool();

  @BeforeAll
  void attach(@TempDir Path folder) throws Exception {
    state = folder.resolve("state.db");
    engine = Probe.attached("env VGI_WORKER_SHARED_STORAGE=" + state + " " + Probe.location());
  }

  @AfterAll
  void nothingIsLeftAfterTheTimeToLive() throws SQLException {
    queries.shutdownNow();
    engine.close();

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state);
        Statement statement = connection.createStatement()) {
      assertThat(count(statement, "SELECT count(*) FROM vgi_scopes")).isGreaterThan(1);
      statement.execute("UPDATE vgi_scopes SET touched = 0");
      try (StateStore store = StateStore.file(state)) {
        store.sweep();
      }
      assertThat(count(statement, "SELECT count(*) FROM vgi_scopes")).isZero();
      assertThat(count(statement, "SELECT count(*) FROM vgi_values")).isZero();
      assertThat(count(statement, "SELECT count(*) FROM vgi_log WHERE length(bytes) > 0")).isZero();
    }
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "producer, bind",
    "producer, open",
    "in_out, bind",
    "in_out, finish",
    "buffering, bind",
    "buffering, sink",
    "buffering, combine",
    "buffering, next",
    "aggregate, bind",
    "aggregate, update",
    "aggregate, result",
    "window, prepare",
    "window, window",
    "running, next",
  })
  void aKilledWorkerFailsItsQueryAndNothingElse(String kind, String phase) throws Exception {
    String message = failure(sql(kind, phase));

    assertThat(message).containsAnyOf(DEAD);
    assertThat(retried(sql(kind, "none"))).isEqualTo(expected(kind));
  }

  @ParameterizedTest
  @CsvSource({
    "producer, next, 8192",
    "producer, next, 8192",
    "in_out, apply, null",
    "in_out, apply, null",
  })
  void aStreamKilledBetweenBatchesGivesNoFalseRows(String kind, String phase, String before)
      throws Exception {
    // the engine takes the end of a killed stream for the end of its rows in part of the runs,
    // with any worker; what it got until then is all it may show
    String outcome;
    try {
      outcome = String.valueOf(engine.value(sql(kind, phase)));
    } catch (SQLException killed) {
      outcome = "error";
    }
    assertThat(outcome).isIn("error", before);
    assertThat(retried(sql(kind, "none"))).isEqualTo(expected(kind));
  }

  private static String sql(String kind, String phase) {
    String call = "probe.phase_" + kind + "('" + phase + "'";
    return switch (kind) {
      case "producer" -> "SELECT count(*) FROM " + call + ")";
      case "in_out", "buffering" -> "SELECT sum(v) FROM " + call + ", " + INPUT + ")";
      case "aggregate" -> "SELECT " + call + ", v) FROM " + INPUT;
      case "window" ->
          "SELECT sum(n) FROM (SELECT probe.main.phase_window('"
              + phase
              + "', v) OVER (ORDER BY v ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM range("
              + "100) t(v))";
      default ->
          "SELECT max(n) FROM (SELECT probe.main.phase_running(CASE WHEN v = 13000 AND 'next' = '"
              + phase
              + "' THEN -1 ELSE v END) OVER (ORDER BY v) AS n FROM "
              + INPUT
              + ")";
    };
  }

  private static String expected(String kind) {
    return kind.equals("window") ? "199" : "20000";
  }

  private String failure(String sql) throws Exception {
    return queries.submit(() -> engine.error(sql)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The engine's pool may still hold the killed process for one more query, which then says so. */
  private String retried(String sql) throws Exception {
    for (int i = 0; i < 4; i++) {
      try {
        return String.valueOf(
            queries.submit(() -> engine.value(sql)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      } catch (java.util.concurrent.ExecutionException dead) {
        assertThat(dead.getCause()).hasMessageContaining("exit code 137");
      }
    }
    return fail("four dead workers in a row");
  }
}
