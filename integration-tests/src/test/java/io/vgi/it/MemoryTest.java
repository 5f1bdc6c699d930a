package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twenty million rows and more through a worker with a small heap. */
class MemoryTest {
  private static final String ROWS = "20000000";

  /** Of what costs least, so that the worker has warmed up before half of them. */
  private static final String MORE_ROWS = "40000000";

  private static final long MOST_KIB = 450L << 10;
  private static final long GROWTH_KIB = 48L << 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "SELECT count(*) FROM probe.numbers(" + ROWS + ")",
    "SELECT sum(v) FROM probe.phase_in_out('none'; (SELECT i AS v FROM range("
        + MORE_ROWS
        + ") t(i)))",
    "SELECT probe.phase_aggregate('none'; i) FROM range(" + ROWS + ") t(i)",
  })
  void memoryStaysFlat(String sql) throws Exception {
    String java = Probe.java(Path.of(System.getProperty("java.home"))).toString();
    String location =
        "env VGI_WORKER_SHARED_STORAGE="
            + folder.resolve("state.db")
            + " "
            + java
            // warm sooner: what optimized code takes would count as growth
            + " -XX:TieredStopAtLevel=1 -Xmx128m -XX:MaxDirectMemorySize=64m -cp "
            + Probe.classPath()
            + " io.vgi.it.ProbeWorker";
    try (Engine engine = Probe.attached(location)) {
      engine.execute("SET threads = 1");
      Watch watch = new Watch();
      Thread watcher = new Thread(watch, "memory-watch");
      watcher.start();
      Object result;
      try {
        result = engine.value(sql.replace(';', ','));
      } finally {
        watch.stop();
        watcher.join();
      }
      assertThat(result).hasToString(sql.contains(MORE_ROWS) ? MORE_ROWS : ROWS);
      assertThat(watch.most).as("resident KiB at most").isBetween(1L, MOST_KIB);
      assertThat(watch.late - watch.early)
          .as("KiB gained in the second half")
          .isLessThan(GROWTH_KIB);
    }
  }

  /** Looks at the resident memory of the workers, which are children of this process. */
  private static final class Watch implements Runnable {
    private static final long PERIOD_MILLIS = 100;

    private final AtomicBoolean running = new AtomicBoolean(true);
    private final java.util.List<Long> samples = new java.util.ArrayList<>();
    private long most;
    private long early;
    private long late;

    void stop() {
      running.set(false);
    }

    @Override
    public void run() {
      while (running.get()) {
        long now =
            ProcessHandle.current().descendants().mapToLong(Watch::residentKib).max().orElse(0);
        samples.add(now);
        most = Math.max(most, now);
        try {
          Thread.sleep(PERIOD_MILLIS);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          return;
        }
      }
      int half = samples.size() / 2;
      for (int i = half / 2; i < half; i++) {
        early = Math.max(early, samples.get(i));
      }
      for (int i = half; i < samples.size(); i++) {
        late = Math.max(late, samples.get(i));
      }
    }

    private static long residentKib(ProcessHandle process) {
      try {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
          if (line.startsWith("VmRSS:")) {
            return Long.parseLong(line.replaceAll("\\D", ""));
          }
        }
        return 0;
      } catch (IOException ended) {
        return 0;
      }
    }
  }
}
