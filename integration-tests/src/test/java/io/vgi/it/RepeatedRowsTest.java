package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process is killed when it has kept what an aggregate or a buffering function was given and not
 * yet answered: over pipes the engine would repeat the former's call, whose rows would count twice.
 */
class RepeatedRowsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "stdio, 0, 2, 1, 30000, 1",
    "stdio, 1, 1, v, 600000, 4",
    "launch, 0, 2, 1, 30000, 1",
    "stdio, -1, 2, 1, 30000, 1",
    "launch, -1, 3, 1, 30000, 1",
  })
  void noRowCountsTwice(
      String transport, String kind, String at, String value, int rows, int threads)
      throws Exception {
    Path marker = folder.resolve("killed");
    String command =
        Probe.location(
            RepeatedWorker.class,
            "-D" + RepeatedWorker.STORE + "=" + folder.resolve("state.db"),
            "-D" + RepeatedWorker.MARKER + "=" + marker,
            "-D" + RepeatedWorker.KIND + "=" + kind,
            "-D" + RepeatedWorker.AT + "=" + at);
    String input = "SELECT i AS v FROM range(" + rows + ") t(i)";
    String from = "(" + value + ") FROM (" + input + ")";
    try (Engine engine = new Engine()) {
      engine.attach(Probe.CATALOG, (transport.equals("launch") ? "launch:" : "") + command);
      engine.execute("SET threads = " + threads);
      String right = engine.rows("SELECT sum" + from).toString();
      String sql =
          kind.equals("-1")
              ? "SELECT sum(" + value + ") FROM probe.kept((" + input + "))"
              : "SELECT probe.summed" + from;
      try {
        assertThat(engine.rows(sql)).hasToString(right);
      } catch (SQLException dead) {
        assertThat(dead.getMessage()).containsAnyOf(KillTest.DEAD);
      }
      assertThat(marker).as("one process was killed").matches(Files::exists);
      assertThat(engine.rows(sql)).hasToString(right);
    }
  }
}
