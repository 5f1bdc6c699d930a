package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that the engine launches and that nobody looks after. */
class LaunchTest {
  @TempDir private Path folder;

  private static String command() {
    return Probe.location();
  }

  private List<Path> sockets() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sock")).toList();
    }
  }

  private String options(int idleSeconds) {
    return ", launcher_state_dir "
        + Engine.literal(folder.toString())
        + ", launcher_idle_timeout "
        + idleSeconds;
  }

  @Test
  void oneServesAllEnginesAndEndsWhenTheyAreGone() throws Exception {
    Path pids = folder.resolve("pids");
    String location =
        "launch:"
            + Probe.logged(
                folder,
                "sh -c 'echo $$ >> " + pids + "; exec \"$0\" \"$@\"' " + command(),
                folder.resolve("errors"));
    try (Engine one = new Engine();
        Engine two = new Engine()) {
      one.attach("probe", location, options(1));
      two.attach("probe", location, options(1));
      assertThat(one.value("SELECT sum(n) FROM probe.numbers(1000)")).hasToString("499500");
      assertThat(two.value("SELECT sum(n) FROM probe.numbers(1000)")).hasToString("499500");
      assertThat(sockets()).hasSize(1);
    }
    List<String> started = Files.readAllLines(pids);
    assertThat(started).hasSize(1);
    ProcessHandle.of(Long.parseLong(started.get(0)))
        .ifPresent(
            worker -> assertThat(worker.onExit()).succeedsWithin(java.time.Duration.ofSeconds(60)));
    assertThat(sockets()).isEmpty();
  }

  @Test
  void itLogsBelowTheStateHomeAndErrorsNameTheFile() throws Exception {
    Path state = folder.resolve("state");
    try (Engine engine = new Engine()) {
      engine.attach("probe", "launch:env XDG_STATE_HOME=" + state + " " + command(), options(1));
      String error = engine.error("SELECT probe.fails(i, 'nameless') FROM range(3) t(i)");
      List<Path> logs;
      try (Stream<Path> files = Files.list(state.resolve("vgi"))) {
        logs = files.toList();
      }
      assertThat(logs).hasSize(1);
      assertThat(error).contains("the worker's log is " + logs.get(0));
    }
  }

  @Test
  void whatIsWrongWithTheCommandLineIsSaid() throws Exception {
    try (Engine engine = new Engine()) {
      assertThat(
              engine.error(
                  "ATTACH 'probe' AS p (TYPE vgi, LOCATION "
                      + Engine.literal("launch:" + command() + " --max-conections 5 --http")
                      + options(1)
                      + ")"))
          .contains("The worker cannot start: Unknown option '--max-conections', did you mean")
          .contains("'--unix', '--tcp' and '--http' exclude each other.");
      assertThat(
              engine.error(
                  "ATTACH 'probe' AS q (TYPE vgi, LOCATION "
                      + Engine.literal("launch:" + command() + " --max-connections 0")
                      + options(1)
                      + ")"))
          .contains("The worker cannot start: Option '--max-connections' must be a number from 1");
    }
  }
}
