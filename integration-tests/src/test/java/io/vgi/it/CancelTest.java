package io.vgi.it;

import static io.vgi.it.CancelCalls.await;
import static io.vgi.it.CancelCalls.said;
import static io.vgi.it.CancelCalls.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Queries that are interrupted while a function runs. DuckDB tells the worker of it in the phases
 * below, over pipes and sockets; in the others, and over HTTP, it waits for the answer.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CancelTest {
  private static final String LOCATION = Probe.location();

  private final ExecutorService queries = Executors.newCachedThreadPool();
  private Path folder;
  private ServingWorker tcp;
  private Map<String, Engine> engines;

  @BeforeAll
  void start(@TempDir Path shared) throws Exception {
    folder = shared;
    tcp = ServingWorker.probe(folder.resolve("errors"), "--tcp", "0");
    engines =
        Map.of(
            "stdio", Probe.attached(LOCATION),
            "launch", Probe.attached(Probe.launched(LOCATION)),
            "tcp", Probe.attached(tcp.location()));
  }

  @AfterAll
  void stop() throws Exception {
    queries.shutdownNow();
    for (Engine engine : engines.values()) {
      engine.close();
    }
    tcp.close();
  }

  @ParameterizedTest
  @CsvSource({
    "stdio, producer next, polls",
    "stdio, buffering sink, polls",
    "stdio, aggregate update, hooks",
    "stdio, window window, polls",
    "launch, producer next, hooks",
    "launch, buffering open, polls",
    "launch, aggregate result, polls",
    "launch, window prepare, polls",
    "tcp, producer next, polls",
    "tcp, buffering sink, hooks",
    "tcp, buffering open, polls",
    "tcp, aggregate update, polls",
    "tcp, aggregate result, polls",
    "tcp, window prepare, polls",
    "tcp, window window, hooks",
  })
  void anInterruptReachesTheFunction(String transport, String phase, String how) throws Exception {
    String[] words = phase.split(" ", -1);
    Path file = folder.resolve(transport + "-" + words[1] + words[0]);
    try (Statement statement = engines.get(transport).statement()) {
      Future<String> query = run(statement, sql(words[0], words[1], file, how));
      await(file, "begun", 30_000);
      Thread.sleep(300);
      statement.cancel();
      // within a second, and as long again for what else the machine does
      assertThat(await(file, "ended", 5_000)).isLessThan(2_000);
      assertThat(query.get(30, TimeUnit.SECONDS)).contains("nterrupted");
    }
    if (words[0].equals("producer")) {
      await(file, "hook\n", 5_000);
    }
    if (transport.equals("tcp")) {
      freed();
    }
    assertThat(engines.get(transport).value("SELECT count(*) FROM probe.phase_producer('none')"))
        .hasToString("20000");
  }

  /** The server has no more connections and threads at work than before. */
  private void freed() throws Exception {
    for (int i = 0; i < 200 && connections() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(connections()).isZero();
  }

  private long connections() throws Exception {
    long busy = 0;
    for (String line : java.nio.file.Files.readAllLines(Path.of("/proc/net/tcp"))) {
      String[] fields = line.strip().split(" +", -1);
      // the server's side of an established or half-closed connection
      boolean open = fields[3].equals("01") || fields[3].equals("08");
      if (open && fields[1].endsWith(String.format(":%04X", tcp.port()))) {
        busy++;
      }
    }
    return busy;
  }

  private Future<String> run(Statement statement, String sql) {
    return queries.submit(
        () -> {
          try {
            statement.execute(sql);
            return "rows";
          } catch (SQLException failure) {
            return String.valueOf(failure.getMessage());
          }
        });
  }

  @Test
  void whatNeverLooksHoldsUpNobodyAndNotTheEnd() throws Exception {
    Path file = folder.resolve("spinning");
    try (ServingWorker server = ServingWorker.probe(folder.resolve("spun"), "--tcp", "0");
        Engine engine = Probe.attached(server.location());
        Statement statement = engine.statement()) {
      Future<String> query = run(statement, sql("buffering", "sink", file, "spins"));
      await(file, "begun", 30_000);
      Thread.sleep(300);
      statement.cancel();
      assertThat(query.get(10, TimeUnit.SECONDS)).contains("nterrupted");
      assertThat(engine.value("SELECT count(*) FROM probe.phase_producer('none')"))
          .hasToString("20000");
      assertThat(said(file)).doesNotContain("ended");
      // its client is gone, so it is not waited for
      long begin = System.nanoTime();
      server.stop();
      server.exitCode(8);
      assertThat(System.nanoTime() - begin).isLessThan(8_000_000_000L);
    }
  }

  @Test
  void aWorkerWithNothingButADesertedCallIsIdle() throws Exception {
    Path file = folder.resolve("deserted");
    try (ServingWorker server =
        ServingWorker.probe(folder.resolve("idle"), "--tcp", "0", "--idle-timeout", "2")) {
      try (Engine engine = Probe.attached(server.location());
          Statement statement = engine.statement()) {
        Future<String> query = run(statement, sql("buffering", "sink", file, "spins"));
        await(file, "begun", 30_000);
        Thread.sleep(300);
        statement.cancel();
        query.get(10, TimeUnit.SECONDS);
      }
      assertThat(server.exitCode(20)).isZero();
    }
  }

  @Test
  void overHttpTheEngineWaits() throws Exception {
    Path file = folder.resolve("http");
    try (ServingWorker server = ServingWorker.probe(folder.resolve("waits"), "--http");
        Engine engine = Probe.attached(server.location());
        Statement statement = engine.statement()) {
      Future<String> query = run(statement, sql("producer", "next", file, "polls"));
      await(file, "begun", 30_000);
      Thread.sleep(300);
      statement.cancel();
      Thread.sleep(1_500);
      // when this fails the engine has learnt to tell, and Call.cancelled() may say more
      assertThat(said(file)).doesNotContain("ended");
      java.nio.file.Files.createFile(Path.of(file + ".end"));
      assertThat(query.get(30, TimeUnit.SECONDS)).contains("nterrupted");
    }
  }

  @ParameterizedTest
  @CsvSource({"launch", "tcp", "http"})
  void aKilledEngineReachesEveryFunction(String transport) throws Exception {
    try (ServingWorker http =
        transport.equals("http") ? ServingWorker.probe(folder.resolve("killed"), "--http") : null) {
      String location =
          switch (transport) {
            case "tcp" -> tcp.location();
            case "http" -> Objects.requireNonNull(http).location();
            default -> Probe.launched(LOCATION);
          };
      List<Path> files = killed(location, CancelCalls.ALL, "polls");
      long begin = System.nanoTime();
      for (Path file : files) {
        await(file, "ended", 5_000);
      }
      assertThat(System.nanoTime() - begin).isLessThan(1_500_000_000L);
      if (transport.equals("tcp")) {
        freed();
      }
    }
  }

  @Test
  void aWorkerEndsWithItsKilledEngineWhateverItDoes() throws Exception {
    List<String> phases = List.of("scalar eval", "producer next", "finishing finish");
    List<Path> files = killed(LOCATION, phases, "spins");
    long begin = System.nanoTime();
    for (Path file : files) {
      Optional<ProcessHandle> worker = CancelCalls.worker(file);
      if (worker.isPresent()) {
        worker.get().onExit().get(10, TimeUnit.SECONDS);
      }
      assertThat(said(file)).doesNotContain("ended");
    }
    assertThat(System.nanoTime() - begin).isLessThan(4_000_000_000L);
  }

  @Test
  void aWorkerOfAKilledEngineIsToldBeforeItEnds() throws Exception {
    List<Path> files = killed(LOCATION, List.of("scalar eval", "in_out apply"), "hooks");
    for (Path file : files) {
      await(file, "ended", 1_500);
    }
  }

  /** Kills an engine while functions go on in {@code phases}; returns the files that tell of it. */
  private List<Path> killed(String location, List<String> phases, String how) throws Exception {
    Path place = java.nio.file.Files.createTempDirectory(folder, "killed");
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Probe.java(Path.of(System.getProperty("java.home"))).toString(),
                Probe.SHORT_LIVED.get(0),
                Probe.SHORT_LIVED.get(1),
                "-Dvgi.extensions=" + WorkerJar.property("vgi.extensions"),
                "-cp",
                Probe.classPath(),
                CancelledEngine.class.getName(),
                location));
    List<Path> files = new java.util.ArrayList<>();
    for (String phase : phases) {
      String[] words = phase.split(" ", -1);
      Path file = place.resolve(words[0] + words[1]);
      files.add(file);
      command.add(sql(words[0], words[1], file, how));
    }
    Process engine =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("engine").toFile())
            .start();
    try {
      for (Path file : files) {
        await(file, "begun", 60_000);
      }
      Thread.sleep(400);
    } finally {
      engine.destroyForcibly().waitFor();
    }
    return files;
  }
}
