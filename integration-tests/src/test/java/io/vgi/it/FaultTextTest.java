package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQL users and the log are told when a function fails, in every kind of function. */
class FaultTextTest {
  /** A query, and how its error begins. */
  private static final List<List<String>> FAULTS =
      List.of(
          // the engine asks for 2048 rows at a time
          List.of(
              "sum(faulty.scalar_fails(i)) FROM range(9000) t(i)",
              "'scalar_fails' failed in batch 3: on purpose at 5000"),
          List.of("* FROM faulty.scan_fails()", "'scan_fails' failed in batch 3: on purpose here"),
          List.of("* FROM faulty.bind_fails()", "'bind_fails' failed to bind: on purpose here"),
          List.of(
              "* FROM faulty.rows_fail((SELECT 1 AS x))",
              "'rows_fail' failed in batch 1: on purpose here"),
          List.of(
              "* FROM faulty.end_fails((SELECT 1 AS x))",
              "'end_fails' failed to finish in batch 1: on purpose here"),
          List.of(
              "* FROM faulty.sink_fails((SELECT 1 AS x))",
              "'sink_fails' failed to take a batch: on purpose here"),
          List.of(
              "* FROM faulty.open_fails((SELECT 1 AS x))",
              "'open_fails' failed to combine what it has: on purpose here"),
          List.of(
              "* FROM faulty.next_fails((SELECT 1 AS x))",
              "'next_fails' failed to give its result in batch 1: on purpose here"),
          List.of(
              "faulty.update_fails(1)",
              "'update_fails' failed to update its groups with a batch: on purpose here"),
          List.of(
              "faulty.result_fails(i) FROM range(3) t(i)",
              "'result_fails' failed to give the results of its groups: on purpose here"),
          List.of(
              "frames_fail(i) OVER (ORDER BY i ROWS 2 PRECEDING) FROM range(9) t(i)",
              "'frames_fail' failed to compute a window: on purpose here"),
          List.of(
              "run_fails(i) OVER (ORDER BY i) FROM range(9) t(i)",
              "'run_fails' failed to run over a batch: on purpose here"),
          List.of("faulty.class_fails(1)", "For input string: \"many\""),
          List.of(
              "faulty.hostile(1)", "whose message cannot be read: UnsupportedOperationException"),
          List.of("faulty.huge(1)", "'huge' failed in batch 1: on purpose xxx"));

  @TempDir private Path folder;

  private static List<String> program() {
    return Probe.arguments(FaultyWorker.class);
  }

  private static void check(Engine engine) throws SQLException {
    check(engine, FAULTS);
  }

  private static void check(Engine engine, List<List<String>> faults) throws SQLException {
    for (List<String> fault : faults) {
      // the engine finds functions of a window by their plain name only
      engine.execute(fault.get(0).contains(" OVER ") ? "USE faulty" : "USE memory");
      String error = engine.error("SELECT " + fault.get(0));
      assertThat(error).contains(fault.get(1));
      assertThat(error.length()).isLessThan(40_000);
      assertThat(engine.value("SELECT faulty.scalar_fails(42)")).hasToString("42");
    }
  }

  @Test
  void everyKindOfFunctionIsNamed() throws Exception {
    Path errors = folder.resolve("errors");
    String command = Probe.location(FaultyWorker.class);
    try (Engine engine = new Engine()) {
      engine.execute("SET threads = 1");
      engine.attach("faulty", Probe.logged(folder, command, errors));
      // over pipes each error costs a process
      check(engine, FAULTS.subList(0, 6));
      engine.execute("SET threads = 4");
      assertThat(engine.error("SELECT faulty.merge_fails(i) FROM range(1000000) t(i)"))
          .containsPattern(
              "'merge_fails' failed to (merge groups|give the results of its groups): on");
      engine.execute("SET threads = 1");
      engine.execute("USE memory");
      engine.execute("DETACH faulty");
      engine.attach("faulty", "launch:" + command);
      check(engine);
    }
    assertThat(Files.readString(errors))
        .containsPattern(
            "vgi: \\d{4}-\\d\\d-\\d\\dT\\S+Z error: Method 'init' failed, running 'scan_fails' in batch"
                + " 3, for somebody of this machine\\R");
  }

  @Test
  void overHttpAsWell() throws Exception {
    Path errors = folder.resolve("errors");
    for (Map<String, String> variables :
        List.of(Map.<String, String>of(), Map.of("VGI_BEARER_TOKENS", "sesame=ali"))) {
      try (ServingWorker worker = ServingWorker.brief(program(), errors, variables, "--http");
          Engine engine = new Engine()) {
        engine.execute("SET threads = 1");
        engine.attach(
            "faulty", worker.location(), variables.isEmpty() ? "" : ", bearer_token 'sesame'");
        check(engine);
      }
      String who = variables.isEmpty() ? "somebody" : "'ali'";
      assertThat(Files.readString(errors))
          .contains("running 'rows_fail' in batch 1, for " + who + " at 127.0.0.1");
    }
  }
}
