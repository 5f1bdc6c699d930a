package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example worker under the Polars and Python clients of today and of the protocol before: each
 * line of {@code checks.py} is a test.
 */
class PythonClientsTest {
  private static final int PATIENCE_SECONDS = 240;
  private static final String OK = "ok ";
  private static final String FAILED = "failed ";
  // what the script is to do at least, so that a check that is not made is missed
  private static final int LEAST_CHECKS = 100;

  @TempDir static Path folder;
  private static ServingWorker http;
  private static ServingWorker dividing;

  @BeforeAll
  static void startWorkers() throws IOException {
    http = ServingWorker.briefExample(folder.resolve("http.log"), Map.of(), "--http");
    dividing =
        ServingWorker.brief(
            Probe.exampleArguments(List.of(answers(1_000))),
            folder.resolve("dividing.log"),
            Map.of(),
            "--http");
  }

  @AfterAll
  static void stopWorkers() {
    http.close();
    dividing.close();
  }

  @TestFactory
  Stream<DynamicTest> newest() throws Exception {
    return tests("newest", "");
  }

  @TestFactory
  Stream<DynamicTest> before() throws Exception {
    return tests("2.1", clients().resolve("2.1").toString());
  }

  private static Stream<DynamicTest> tests(String name, String modules) throws Exception {
    Path errors = folder.resolve(name + ".log");
    List<String> lines = run(name, modules, errors);
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(OK)) {
        tests.add(DynamicTest.dynamicTest(line.substring(OK.length()), () -> {}));
      } else if (line.startsWith(FAILED)) {
        String text = line.substring(FAILED.length());
        tests.add(DynamicTest.dynamicTest(text, () -> fail(text, errors)));
      }
    }
    int checks = tests.size();
    tests.add(
        DynamicTest.dynamicTest(
            "all checks were made",
            () -> {
              assertThat(lines).as(Files.readString(errors)).endsWith("ended");
              assertThat(checks).isGreaterThanOrEqualTo(LEAST_CHECKS);
            }));
    return tests.stream();
  }

  private static void fail(String text, Path errors) throws IOException {
    throw new AssertionError(text + System.lineSeparator() + Files.readString(errors));
  }

  private static List<String> run(String name, String modules, Path errors) throws Exception {
    Path python = clients().resolve("venv/bin/python");
    assertThat(python)
        .as("The Python clients are not installed: see what install-clients.sh said in the build")
        .exists();
    Path output = folder.resolve(name + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                python.toString(),
                WorkerJar.property("vgi.checks"),
                Probe.example(),
                Probe.example(),
                http.location(),
                "launch:" + Probe.example(List.of(answers(1))),
                dividing.location())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PYTHONPATH", modules);
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("XDG_RUNTIME_DIR", folder.toString());
    environment.put("QUERY_FARM_TELEMETRY_OPT_OUT", "1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("the checks end: %s", Files.readString(output))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output);
  }

  private static String answers(int bytes) {
    return "-Dio.vgi.test.answerBytes=" + bytes;
  }

  private static Path clients() {
    return Path.of(WorkerJar.property("vgi.clients"));
  }
}
