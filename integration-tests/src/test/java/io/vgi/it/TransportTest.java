package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same queries over every transport, one of which never asks the same replica twice. */
@TestInstance(Lifecycle.PER_CLASS)
class TransportTest {
  private static final String FAILED = "Method 'init' failed";
  private static final String KEY = "a key that both replicas have";
  private static final Map<String, String> QUERIES =
      Map.of(
          "SELECT example.multiply(21, 2)",
          "[[42]]",
          "SELECT sum(example.multiply(i, 2)) FROM range(20000) t(i)",
          "[[399980000]]",
          "SELECT count(*), sum(n) FROM example.sequence(100000)",
          "[[100000, 4999950000]]",
          "SELECT n FROM example.sequence(100000) LIMIT 2",
          "[[0], [1]]",
          "SELECT count(*) FROM example.echo((SELECT i, i::VARCHAR s FROM range(30000) t(i)))",
          "[[30000]]",
          "SELECT example.vgi_sum(i) FROM range(30000) t(i)",
          "[[449985000]]",
          "SELECT count(*) FROM (SELECT i % 10 AS g, example.vgi_sum(i) AS s FROM range(30000) t(i)"
              + " GROUP BY g)",
          "[[10]]",
          "SELECT * FROM example.sum_all_columns((SELECT i AS a, 2 * i AS b FROM range(30000) t(i)))",
          "[[449985000, 899970000]]");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServingWorker single;
  private ServingWorker left;
  private ServingWorker right;
  private RoundRobin both;
  private ServingWorker tcp;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    single = ServingWorker.briefExample(folder.resolve("single"), Map.of(), "--http");
    Map<String, String> shared = Map.of("VGI_SIGNING_KEY", KEY);
    left = ServingWorker.briefExample(folder.resolve("left"), shared, "--http");
    right = ServingWorker.briefExample(folder.resolve("right"), shared, "--http");
    both = new RoundRobin(List.of(left, right));
    tcp = ServingWorker.briefExample(folder.resolve("tcp"), Map.of(), "--tcp", "0");
    assertThat(tcp.location()).startsWith("tcp://127.0.0.1:");
  }

  @AfterAll
  void stop() throws Exception {
    threads.shutdownNow();
    tcp.close();
    both.close();
    single.close();
    left.close();
    right.close();
  }

  Stream<String> locations() {
    return Stream.of(
        Probe.example(),
        Probe.launched(Probe.example()),
        tcp.location(),
        single.location(),
        both.location());
  }

  private static void everyKindOfFunctionAnswers(String location) throws Exception {
    try (Engine engine = new Engine()) {
      engine.attach("example", location);
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        assertThat(engine.rows(query.getKey())).as(query.getKey()).hasToString(query.getValue());
      }
      assertThat(engine.error("SELECT * FROM example.sequence(-1)")).contains("must be >= 0");
      assertThat(engine.value("SELECT example.multiply(1, 2)")).hasToString("2");
    }
  }

  @ParameterizedTest
  @MethodSource("locations")
  void everyKindOfFunctionAnswersTwoEnginesAtOnce(String location) throws Exception {
    List<Future<?>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      runs.add(
          threads.submit(
              () -> {
                everyKindOfFunctionAnswers(location);
                return null;
              }));
    }
    for (Future<?> run : runs) {
      run.get();
    }
  }

  @Test
  void theProxyAlternates() throws SQLException {
    int before = both.turns();
    try (Engine engine = new Engine()) {
      engine.attach("example", both.location());
      assertThat(engine.value("SELECT count(*) FROM example.sequence(50000)")).hasToString("50000");
    }
    assertThat(both.turns() - before).isGreaterThan(10);
  }

  @Test
  void aBearerTokenIsAskedFor(@TempDir Path folder) throws Exception {
    try (ServingWorker guarded =
            ServingWorker.briefExample(
                folder.resolve("guarded"), Map.of("VGI_BEARER_TOKENS", "sesame=ali"), "--http");
        Engine engine = new Engine()) {
      String attach =
          "ATTACH 'example' AS example (TYPE vgi, LOCATION '" + guarded.location() + "'";
      assertThat(engine.error(attach + ")")).contains("requires authentication");
      assertThat(engine.error(attach + ", bearer_token 'wrong')"))
          .contains("bearer token was rejected");
      engine.execute(attach + ", bearer_token 'sesame')");
      assertThat(engine.value("SELECT example.multiply(2, 2)")).hasToString("4");
    }
  }

  @Test
  void aLaunchedWorkerLogsToAFileThatErrorsName(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("worker.log");
    String location = "launch:env VGI_LOG_FILE=" + log + " " + Probe.location();
    try (Engine engine = new Engine()) {
      engine.attach("probe", location);
      String error = engine.error("SELECT probe.fails(i, 'nameless') FROM range(3) t(i)");
      assertThat(error).contains("the worker's log is " + log);
      // the line is written behind the answer
      for (int i = 0; i < 500 && !Files.readString(log).contains(FAILED); i++) {
        Thread.sleep(10);
      }
      assertThat(Files.readString(log)).contains(FAILED).contains("ProbeFaults");
    }
  }
}
