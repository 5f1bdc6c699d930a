package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of the processes of a query is killed (SIGKILL) between two of its calls: the others share
 * the state, so the query fails or has the right rows.
 */
class KilledBetweenCallsTest {
  /** How long after its answer the process is killed. */
  private static final double[] SECONDS = {0.002, 0.02};

  private static final String INPUT = "(SELECT i AS v FROM range(" + ProbeKilled.ROWS + ") t(i))";

  @TempDir private Path folder;

  private interface Query {
    String with(String arguments);
  }

  private Engine attached() throws SQLException {
    Engine engine =
        Probe.attached(
            "env VGI_WORKER_SHARED_STORAGE=" + folder.resolve("state.db") + " " + Probe.location());
    engine.execute("SET threads = 3");
    return engine;
  }

  private void killed(Query query, String expected, long... at) throws SQLException {
    try (Engine engine = attached()) {
      String right = engine.rows(expected).toString();
      for (int i = 0; i < SECONDS.length; i++) {
        String sql = query.with(at[i % at.length] + ", " + SECONDS[i]);
        try {
          assertThat(engine.rows(sql)).hasToString(right);
        } catch (SQLException dead) {
          assertThat(dead.getMessage()).containsAnyOf(KillTest.DEAD);
        }
      }
      assertThat(retried(engine, query.with("-9, 0"))).isEqualTo(right);
    }
  }

  /** The engine's pool may hold the killed process for one more query. */
  private static String retried(Engine engine, String sql) throws SQLException {
    try {
      return engine.rows(sql).toString();
    } catch (SQLException dead) {
      assertThat(dead.getMessage()).containsAnyOf(KillTest.DEAD);
      return engine.rows(sql).toString();
    }
  }

  @Test
  void anAggregate() throws SQLException {
    String from = " FROM " + INPUT + " GROUP BY v % 7 ORDER BY v % 7";
    killed(
        arguments -> "SELECT v % 7, probe.killed_sum(" + arguments + ", v)" + from,
        "SELECT v % 7, sum(v)" + from,
        ProbeKilled.ROWS / 2);
  }

  @Test
  void aBuffering() throws SQLException {
    String counted = "SELECT count(*), sum(v), sum(hash(v)) FROM ";
    killed(
        arguments -> counted + "probe.killed_passed(" + arguments + ", " + INPUT + ")",
        counted + INPUT,
        ProbeKilled.ROWS / 2,
        ProbeKilled.IN_OPEN);
  }

  /**
   * The engine takes the end of a killed stream for the end of its rows in part of the runs, with
   * any worker, so rows of one part may be missing; none are false and none come twice.
   */
  @Test
  void aScanInPartsGivesNoFalseRows() throws SQLException {
    try (Engine engine = attached()) {
      for (double seconds : SECONDS) {
        String arguments = ProbeKilled.ROWS / 2 + ", " + seconds;
        try {
          assertThat(
                  engine.rows(
                      "SELECT count(*) = count(DISTINCT v), count(*) FILTER (WHERE v < 0 OR v >= "
                          + ProbeKilled.ROWS
                          + ") FROM probe.killed_tiles("
                          + arguments
                          + ")"))
              .hasToString("[[true, 0]]");
        } catch (SQLException dead) {
          assertThat(dead.getMessage()).containsAnyOf(KillTest.DEAD);
        }
      }
      String all = "SELECT count(*), sum(v) FROM ";
      assertThat(retried(engine, all + "probe.killed_tiles(-9, 0)"))
          .isEqualTo(engine.rows(all + INPUT).toString());
    }
  }
}
