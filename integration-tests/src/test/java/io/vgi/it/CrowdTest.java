package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 64 engines that ask one worker at the same time, for {@code vgi.crowd.seconds}: no error, and the
 * worker holds no more files, threads and memory at the end than when it was warm.
 */
@Tag("alone")
class CrowdTest {
  private static final int ENGINES = 64;
  private static final long SECONDS = Long.getLong("vgi.crowd.seconds", 1);
  private static final long GROWTH_KIB = 200 << 10;

  // without a bound the heap would take what the machine has before it is ever cleaned up; in
  // seconds, optimizing code would take most of the time
  private static final Map<String, String> BOUNDED =
      Map.of(
          "JDK_JAVA_OPTIONS",
          "-Xmx256m -Dio.vgi.test.idleThreadMillis=1000"
              + (SECONDS < 60 ? " -XX:TieredStopAtLevel=1" : ""));

  @Test
  void overHttp(@TempDir Path folder) throws Exception {
    crowd(folder, "--http");
  }

  @Test
  void overASocketFile(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("w.sock");
    crowd(folder, "--unix", socket.toString());
    assertThat(socket).doesNotExist();
  }

  private static void crowd(Path folder, String... transport) throws Exception {
    try (ServingWorker worker =
        ServingWorker.example(folder.resolve("errors"), BOUNDED, transport)) {
      long few = worker.threads();
      crowd(worker.location(), ENGINES, SECONDS / 2);
      settle(worker, few + 10);
      long files = worker.files();
      long threads = worker.threads();
      long resident = worker.resident();
      crowd(worker.location(), ENGINES, SECONDS);
      settle(worker, threads + 10);
      assertThat(worker.files()).isLessThan(files + 20);
      assertThat(worker.threads()).isLessThan(threads + 20);
      assertThat(worker.resident()).isLessThan(resident + GROWTH_KIB);
    }
  }

  /** Waits until the engines have left and the threads that served them have. */
  private static void settle(ServingWorker worker, long threads) throws Exception {
    long end = System.nanoTime() + 12_000_000_000L;
    do {
      Thread.sleep(200);
    } while (worker.threads() > threads && System.nanoTime() < end);
  }

  private static void crowd(String location, int engines, long seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    ExecutorService threads = Executors.newFixedThreadPool(engines);
    try {
      List<Future<Long>> runs = new ArrayList<>();
      for (int i = 0; i < engines; i++) {
        int number = i;
        runs.add(threads.submit(() -> ask(location, number, end)));
      }
      long queries = 0;
      for (Future<Long> run : runs) {
        queries += run.get();
      }
      assertThat(queries).isGreaterThanOrEqualTo(engines);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long ask(String location, int number, long end) throws Exception {
    long queries = 0;
    try (Engine engine = new Engine()) {
      engine.execute("SET threads = 1");
      engine.attach("example", location);
      do {
        assertThat(engine.value("SELECT example.multiply(" + number + ", 2)"))
            .hasToString(Integer.toString(2 * number));
        assertThat(engine.value("SELECT sum(n) FROM example.sequence(20000)"))
            .hasToString("199990000");
        assertThat(engine.rows("SELECT n FROM example.sequence(1000000) LIMIT 1"))
            .hasToString("[[0]]");
        assertThat(engine.value("SELECT sum(example.multiply(i, 2)) FROM range(5000) t(i)"))
            .hasToString("24995000");
        queries += 4;
      } while (System.nanoTime() < end);
    }
    return queries;
  }
}
