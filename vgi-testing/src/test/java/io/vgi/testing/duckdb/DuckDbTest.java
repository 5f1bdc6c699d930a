package io.vgi.testing.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.ScalarFunction;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Principal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DuckDbTest {
  @TempDir private Path folder;

  /** Half of the time of so short a process would go into what pays later. */
  private static final String[] SHORT = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};

  /** The first is what it is when nothing is said. */
  static Stream<UnaryOperator<DuckDb>> ofThisProcess() {
    return Stream.of(duck -> duck, DuckDb::tcp, DuckDb::http);
  }

  static Stream<UnaryOperator<DuckDb>> ofAnother() {
    return Stream.of(duck -> duck, DuckDb::unix, DuckDb::tcp, DuckDb::http);
  }

  @ParameterizedTest
  @MethodSource("ofThisProcess")
  void aCatalogOfThisProcess(UnaryOperator<DuckDb> transport) {
    AtomicLong seen = new AtomicLong();
    Catalog catalog =
        Catalog.named("here").function(ScalarFunction.longs("seen", seen::addAndGet)).build();
    long closing;
    try (DuckDb duck = transport.apply(DuckDb.attach(catalog))) {
      duck.query("SELECT here.seen(i) FROM range(1, 5001) t(i)").rows();
      assertThat(seen).hasValue(12_502_500);
      closing = System.nanoTime();
    }
    // without any grace, for which a worker waits ten seconds else
    assertThat(System.nanoTime() - closing).isLessThan(TimeUnit.SECONDS.toNanos(2));
  }

  @ParameterizedTest
  @MethodSource("ofAnother")
  void aWorkerOfTheSameClassPath(UnaryOperator<DuckDb> transport) {
    try (DuckDb duck = transport.apply(DuckDb.attachMain(Demo.class).javaOptions(SHORT))) {
      assertThat(duck.query("SELECT demo.add(i, 1) FROM range(2) t(i)").column(Long.class))
          .containsExactly(1L, 2L);
      assertThat(
              duck.query("FROM duckdb_databases() SELECT database_name WHERE type = 'vgi'")
                  .column(String.class))
          .containsExactlyInAnyOrder("demo", "second one");
    }
  }

  @Test
  void aLaunchedWorkerEndsAtTheClose() throws Exception {
    ProcessHandle worker;
    try (DuckDb duck = DuckDb.attachMain(Demo.class).javaOptions(SHORT).launch().catalogs("demo")) {
      assertThat(duck.query("SELECT demo.add(1, 2)").single(Long.class)).isEqualTo(3);
      worker = child("--idle-timeout");
    }
    assertThat(worker.onExit()).succeedsWithin(Duration.ofSeconds(5)); // ten when left alone
  }

  /** The process of this one's that has {@code word} in its command line. */
  private static ProcessHandle child(String word) throws IOException {
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      Path line = Path.of("/proc", "" + child.pid(), "cmdline");
      if (Files.exists(line) && Files.readString(line).contains(word)) {
        return child;
      }
    }
    throw new AssertionError("no child has " + word);
  }

  @Test
  void aProcessGetsWhatItIsGiven() throws Exception {
    Path script = folder.resolve("it's a worker");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        script,
        "#!/bin/sh\nexec '"
            + java
            + "' \"$1\" -cp '"
            + WorkerSource.classPath()
            + "' "
            + Demo.class.getName());
    assertThat(script.toFile().setExecutable(true)).isTrue();
    List<DuckDb> ducks =
        List.of(
            DuckDb.attachMain(Demo.class).javaOptions(SHORT).javaOptions("-Dsome=it's $HOME"),
            DuckDb.attachMain(Demo.class)
                .javaOptions(SHORT)
                .javaOptions("-Dsome=it's $HOME")
                .unix(),
            DuckDb.attachCommand(script.toString()).arguments("-Dsome=it's $HOME"));
    for (DuckDb set : ducks) {
      try (DuckDb duck = set.environment("SOME", "a 'b' $c").catalogs("demo")) {
        assertThat(duck.query("SELECT demo.variable('SOME'), demo.property('some')").rows().get(0))
            .containsExactly("a 'b' $c", "it's $HOME");
      }
    }
  }

  @Test
  void anExecutableJar() throws Exception {
    Path jar = folder.resolve("a worker.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Demo.class.getName());
    StringBuilder path = new StringBuilder();
    for (String entry : WorkerSource.classPath().split(File.pathSeparator, -1)) {
      path.append(Path.of(entry).toUri()).append(' ');
    }
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, path.toString());
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    try (DuckDb duck = DuckDb.attachJar(jar).javaOptions(SHORT).catalogs("demo")) {
      assertThat(duck.query("SELECT demo.add(1, 2)").single(Long.class)).isEqualTo(3);
    }
  }

  @Test
  void settingsAreDuckDbs() {
    try (DuckDb duck = DuckDb.create().set("threads", 3)) {
      assertThat(duck.query("SELECT current_setting('threads')").single(Long.class)).isEqualTo(3);
      assertThatThrownBy(() -> duck.set("threads", 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("This DuckDB has started: set it up before its first use");
    }
  }

  @Test
  void whatCannotBeSetIsRefusedAtOnce() {
    assertThatThrownBy(() -> DuckDb.attach(Demo.catalog()).launch())
        .hasMessageContaining("attachMain");
    assertThatThrownBy(() -> DuckDb.create().http()).hasMessageContaining("no worker");
    assertThatThrownBy(() -> DuckDb.attach(Demo.catalog()).environment("A", "b"))
        .hasMessageContaining("No process is started here that could have variable A");
    assertThatThrownBy(() -> DuckDb.attachCommand("worker").javaOptions("-Xmx1g"))
        .hasMessageContaining("No JVM");
  }

  @Test
  void aBearerToken() {
    Worker guarded =
        Worker.of(Demo.catalog())
            .authenticator(
                Authenticator.bearer(Map.of("sesame", new Principal("bearer", "ali", Map.of()))));
    try (DuckDb duck = DuckDb.attach(guarded).http().bearerToken("sesame")) {
      assertThat(duck.query("SELECT demo.add(1, 2)").single(Long.class)).isEqualTo(3);
    }
    try (DuckDb duck = DuckDb.attach(guarded).http().bearerToken("wrong")) {
      assertThatThrownBy(() -> duck.execute("SELECT 1"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("bearer token was rejected");
    }
  }

  @Test
  void severalCatalogsOfWhichSomeAreAttached() {
    Catalog other =
        Catalog.named("Other \"one\"'s")
            .function(ScalarFunction.longs("twice", x -> 2 * x))
            .build();
    try (DuckDb duck = DuckDb.attach(Demo.catalog(), other)) {
      assertThat(
              duck.query("SELECT \"Other \"\"one\"\"'s\".twice(demo.add(1, 2))")
                  .single(Integer.class))
          .isEqualTo(6);
    }
    try (DuckDb duck = DuckDb.attach(Demo.catalog(), other).catalogs("demo")) {
      assertThat(duck.query("SELECT \"Other \"\"one\"\"'s\".twice(1)").error())
          .contains("does not exist");
    }
  }

  @Test
  void aFailingQuery() {
    try (DuckDb duck = DuckDb.attach(Demo.catalog())) {
      String sql = "SELECT demo.add(9223372036854775807, 1)";
      assertThat(duck.query(sql).error()).contains("'add' failed").contains("long overflow");
      assertThatThrownBy(() -> duck.execute(sql))
          .isInstanceOf(QueryException.class)
          .hasMessage(duck.query(sql).error());
      assertThat(duck.query("SELECT demo.add(1, 1)").single(Long.class)).isEqualTo(2);
      assertThatThrownBy(() -> duck.query("SELECT demo.add(1, 1)").error())
          .isInstanceOf(AssertionError.class)
          .hasMessage("Expected an error, got [[2]], from: SELECT demo.add(1, 1)");
    }
  }

  @Test
  void twoAtOnceAndManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (DuckDb one = DuckDb.attach(Demo.catalog());
        DuckDb two = DuckDb.attach(Demo.catalog())) {
      one.execute("CREATE TABLE t AS SELECT 1");
      assertThat(two.query("FROM t").error()).contains("t does not exist");
      List<Future<Long>> sums = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        DuckDb duck = i % 2 == 0 ? one : two;
        sums.add(
            threads.submit(
                () ->
                    duck.query("SELECT sum(demo.add(i, 1)) FROM range(10000) t(i)")
                        .single(Long.class)));
      }
      for (Future<Long> sum : sums) {
        assertThat(sum.get()).isEqualTo(50_005_000);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void severalShareOneWorkerWhichIsKilled() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder command =
        new ProcessBuilder(
            java, "-cp", WorkerSource.classPath(), Demo.class.getName(), "--tcp", "0");
    try (ListeningWorker worker = ListeningWorker.start(command);
        DuckDb one = DuckDb.attachLocation(worker.location()).catalogs("demo");
        DuckDb two = DuckDb.attachLocation(worker.location())) {
      assertThat(one.query("SELECT demo.add(1, 2)").single(Long.class)).isEqualTo(3);
      assertThat(two.query("SELECT demo.add(1, 2)").single(Long.class)).isEqualTo(3);
      worker.process().destroyForcibly().waitFor();
      assertThat(one.query("SELECT demo.add(1, 2)").error()).isNotEmpty();
      assertThat(two.query("SELECT 5").single(Long.class)).isEqualTo(5);
    }
  }

  @Test
  void aWorkerThatDoesNotStart() {
    try (DuckDb duck = DuckDb.attachMain(Demo.class).http().arguments("--nonsense")) {
      assertThatThrownBy(duck::connection)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("The worker ended with exit code 2 before it listened")
          .hasMessageContaining("nonsense");
    }
  }

  @Test
  void closingTwiceAndUseAfterwards() throws Exception {
    DuckDb duck = DuckDb.attach(Demo.catalog());
    duck.close(); // never started
    assertThatThrownBy(duck::connection).hasMessage("This DuckDB has been closed");
    DuckDb started = DuckDb.create();
    try (Statement statement = started.connection().createStatement()) {
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
    started.close();
    started.close();
    assertThatThrownBy(() -> started.query("SELECT 1").rows())
        .hasMessage("This DuckDB has been closed");
  }

  @Test
  void nothingIsLeftOfOneThatDoesNotStart() throws Exception {
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    try (DuckDb duck = DuckDb.attachMain(Demo.class).javaOptions(SHORT).unix().catalogs("no")) {
      assertThatThrownBy(duck::connection).hasMessageContaining("'no'");
    }
    assertThat(ProcessHandle.current().children().filter(c -> !children.contains(c))).isEmpty();
  }
}
