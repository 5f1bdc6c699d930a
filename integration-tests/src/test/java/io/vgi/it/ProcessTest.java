package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The worker as a process: how it starts, ends and keeps its streams clean. */
class ProcessTest {
  private static final int FIRST_WARNING_VERSION = 24;

  @TempDir private Path folder;

  static List<Path> jdks() throws IOException {
    return Jdks.installed();
  }

  private static List<String> jar(Path jdk, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Probe.java(jdk).toString());
    command.addAll(Probe.SHORT_LIVED);
    command.add("-jar");
    command.add(WorkerJar.jar().toString());
    command.addAll(List.of(args));
    return command;
  }

  /** The jar with {@code args}, started soon, where how it is started makes no difference. */
  private static List<String> quickJar(String... args) {
    List<String> command = new ArrayList<>(List.of(Probe.java(java()).toString()));
    command.addAll(Probe.SHORT_LIVED);
    command.addAll(Probe.exampleArguments(List.of()));
    command.addAll(List.of(args));
    return command;
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theJarServesAndSaysNothing(Path jdk) throws Exception {
    Path errors = folder.resolve("errors");

    useExample(Probe.logged(folder, WorkerJar.location(jdk), errors));

    assertThat(errors).isEmptyFile();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theScriptServesAndSaysNothing(Path jdk) throws Exception {
    Path errors = folder.resolve("errors");

    // a Java that did not build it has an archive made, in the background
    String environment =
        "env VGI_JAVA=" + Probe.java(jdk) + " XDG_CACHE_HOME=" + WorkerJar.property("vgi.target");
    useExample(Probe.logged(folder, environment + "/cache " + WorkerJar.scriptLocation(), errors));

    assertThat(errors).isEmptyFile();
  }

  @Test
  void bothLocationsWorkAsTheyAre() throws Exception {
    useExample(WorkerJar.location());
    useExample(WorkerJar.scriptLocation());
  }

  private static void useExample(String location) throws Exception {
    try (Engine engine = new Engine()) {
      engine.attach("example", location);
      assertThat(engine.value("SELECT example.upper_case('duck')")).isEqualTo("DUCK");
      assertThat(
              engine.value(
                  "SELECT count(DISTINCT example.upper_case('d' || i)) FROM range(9999) t(i)"))
          .isEqualTo(9999L);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aClassPathIsEnough(Path jdk) throws Exception {
    Path errors = folder.resolve("errors");

    try (Engine engine = Probe.attached(Probe.logged(folder, Probe.location(jdk), errors))) {
      assertThat(engine.value("SELECT sum(n) FROM probe.numbers(100000)"))
          .hasToString("4999950000");
      assertThat(engine.value("SELECT count(probe.echo([i, NULL])) FROM range(5000) t(i)"))
          .isEqualTo(5000L);
    }

    List<String> lines = Files.readAllLines(errors);
    if (Jdks.version(jdk) < FIRST_WARNING_VERSION) {
      assertThat(lines).isEmpty();
    } else {
      assertThat(lines).allMatch(line -> line.startsWith("WARNING: "));
      assertThat(lines).hasSizeLessThanOrEqualTo(4 * 2);
    }
  }

  @Test
  void strayOutputDoesNotDamageTheWire() throws Exception {
    Path errors = folder.resolve("errors");

    try (Engine engine = Probe.attached(Probe.logged(folder, Probe.location(), errors))) {
      for (int i = 0; i < 3; i++) {
        assertThat(engine.value("SELECT sum(probe.prints(i)) FROM range(5000) t(i)"))
            .hasToString("12497500");
      }
    }

    assertThat(Files.readString(errors))
        .contains("stray words at bind", "stray words of a class", "stray words in eval of ")
        .containsOnlyOnce("printed to standard output");
  }

  @Test
  void aKilledWorkerFailsItsQueryOnly() throws Exception {
    try (Engine engine = Probe.attached()) {
      engine.execute("SET threads = 1");
      for (int i = 0; i < 2; i++) {
        assertThat(scan(engine)).isIn("error", "[[50000]]");
        assertThat(next(engine, "SELECT sum(n) FROM probe.numbers(3)")).hasToString("3");
        engine.error("SELECT sum(probe.dies_at(i, 7000)) FROM range(100000) t(i)");
        assertThat(next(engine, "SELECT probe.added(1, 1)")).hasToString("2");
      }
    }
  }

  /** The engine's pool may still hold the killed process for one more query, which then says so. */
  private static Object next(Engine engine, String sql) throws SQLException {
    try {
      return engine.value(sql);
    } catch (SQLException dead) {
      assertThat(dead.getMessage()).contains("exit code 137");
      return engine.value(sql);
    }
  }

  /** Now and then the engine sees the pipe end before the process and takes what it has. */
  private static String scan(Engine engine) {
    try {
      return engine.rows("SELECT count(*) FROM probe.dies_after(1000000, 50000)").toString();
    } catch (SQLException noticed) {
      return "error";
    }
  }

  @Test
  void twoEnginesShareAJar() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        runs.add(
            pool.submit(
                () -> {
                  try (Engine engine = new Engine()) {
                    engine.attach("example", Probe.example());
                    for (int i = 0; i < 5; i++) {
                      assertThat(engine.value("SELECT example.upper_case('duck" + i + "')"))
                          .isEqualTo("DUCK" + i);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void theEndOfInputEndsTheProcess() throws Exception {
    List<String> command =
        List.of(
            Probe.java(java()).toString(),
            "-cp",
            Probe.classPath(),
            RestlessWorker.class.getName());
    try (WorkerProcess worker = new WorkerProcess(folder, command)) {
      worker.awaitError("restless");
      worker.input().close();

      // at once on an idle machine; the bound only tells ending from hanging
      assertThat(worker.exitCode(20)).isZero();
      assertThat(worker.errors()).doesNotContain("vgi:");
      assertThat(worker.output()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void garbageEndsTheProcessWithOneLine(Path jdk) throws Exception {
    try (WorkerProcess worker = new WorkerProcess(folder, jar(jdk))) {
      worker.input().write("GET / HTTP/1.1\r\nHost: duck\r\n\r\n".getBytes(StandardCharsets.UTF_8));

      assertThat(worker.end()).isEqualTo(1);
      assertThat(worker.errors())
          .isEqualTo("vgi: the conversation ended: The input is not an Arrow IPC stream\n");
      // an error stream, in case the client reads Arrow after all
      assertThat(worker.output()).startsWith(-1, -1, -1, -1);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anUnknownOptionIsRefused(Path jdk) throws Exception {
    try (WorkerProcess worker = new WorkerProcess(folder, jar(jdk, "--colour"))) {
      assertThat(worker.end()).isEqualTo(2);
      assertThat(worker.errors()).isEqualTo("Unknown option '--colour'; see --help.\n");
      assertThat(worker.output()).isEmpty();
    }
  }

  @Test
  void helpAndVersionsGoToStandardOutput() throws Exception {
    try (WorkerProcess worker = new WorkerProcess(folder, quickJar("--help"))) {
      assertThat(worker.end()).isZero();
      assertThat(text(worker)).startsWith("usage: java -jar worker.jar").contains("--version");
      assertThat(worker.errors()).isEmpty();
    }
    try (WorkerProcess worker = new WorkerProcess(folder, quickJar("--version"))) {
      assertThat(worker.end()).isZero();
      assertThat(text(worker))
          .matches("vgi-sdk [0-9].*\nprotocol 3\\.0, 2\\.2, .*, 1\\.0\nJava [0-9].*\n");
      assertThat(worker.errors()).isEmpty();
    }
  }

  private static String text(WorkerProcess worker) throws IOException {
    return new String(worker.output(), StandardCharsets.UTF_8);
  }

  @Test
  void anAddressForAllIsOneThatClientsTake() throws Exception {
    List<String> command = quickJar("--tcp", "0.0.0.0:0");
    try (WorkerProcess worker = new WorkerProcess(folder, command)) {
      worker.awaitOutput("\n");
      assertThat(text(worker)).matches("TCP:0\\.0\\.0\\.0:[0-9]+\n");
    }
  }

  @Test
  void anUnknownHostIsNamed() throws Exception {
    List<String> command = quickJar("--http", "--host", "nowhere.invalid");
    try (WorkerProcess worker = new WorkerProcess(folder, command)) {
      assertThat(worker.end()).isEqualTo(2);
      assertThat(worker.errors())
          .startsWith("Option '--host' names 'nowhere.invalid', of which no address is known; ")
          .hasLineCount(1);
    }
  }

  @Test
  void aClassPathWithoutAnAllocatorIsRefused() throws Exception {
    String path = Probe.classPathWithout("arrow-memory-unsafe");
    List<String> command =
        List.of(Probe.java(java()).toString(), "-cp", path, ProbeWorker.class.getName());
    try (WorkerProcess worker = new WorkerProcess(folder, command)) {
      assertThat(worker.end()).isEqualTo(1);
      assertThat(worker.errors().lines())
          .singleElement()
          .asString()
          .contains("add org.apache.arrow:arrow-memory-unsafe");
      assertThat(worker.output()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--access-log /dev/null/log | The access log '/dev/null/log' cannot be opened",
        "--http --port-file /dev/null/port | Option '--port-file' names '/dev/null/port'",
        "--unix /dev/null/socket | '/dev/null/socket'",
        "--unix /nowhere/at/all | there is no directory '/nowhere/at'",
        "--tcp nowhere.invalid:1 | nowhere.invalid",
      })
  void whatCannotBeUsedIsNamed(String options, String sentence) throws Exception {
    try (WorkerProcess worker = new WorkerProcess(folder, quickJar(options.split(" ")))) {
      assertThat(worker.end()).isEqualTo(1);
      assertThat(worker.errors().lines())
          .singleElement()
          .asString()
          .startsWith("vgi: ")
          .contains(sentence);
    }
  }

  @Test
  void aLogThatCannotBeWrittenIsNamed() throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "VGI_LOG_FILE=/dev/null/log"));
    command.addAll(quickJar());
    try (WorkerProcess worker = new WorkerProcess(folder, command)) {
      assertThat(worker.end()).isEqualTo(1);
      assertThat(worker.errors())
          .startsWith("vgi: VGI_LOG_FILE names '/dev/null/log', which cannot be used: ");
    }
  }
}
