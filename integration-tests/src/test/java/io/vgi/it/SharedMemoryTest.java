package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches by way of shared memory, which an engine offers when its environment says so. */
class SharedMemoryTest {
  private static final long TEXTS = 300_000;
  private static final int TEXT_BYTES = 200;

  @TempDir private Path folder;

  @Test
  void largeBatchesDoNotGoThroughTheSocket() throws Exception {
    Path socket = folder.resolve("w.sock");
    try (ServingWorker worker =
        ServingWorker.briefExample(
            folder.resolve("worker"), Map.of(), "--unix", socket.toString())) {
      long begin = worker.written();
      queries(worker, 0);
      long between = worker.written();
      queries(worker, 64 << 20);
      long end = worker.written();
      assertThat(between - begin).isGreaterThan(TEXTS * TEXT_BYTES);
      assertThat(end - between).isLessThan((between - begin) / 10);
    }
  }

  /** Runs {@link Queries} in an engine with segments of {@code bytes}, 0 for none. */
  private void queries(ServingWorker worker, int bytes) throws Exception {
    Path errors = folder.resolve("errors" + bytes);
    Path output = folder.resolve("output" + bytes);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dvgi.extensions=" + System.getProperty("vgi.extensions"),
                "-cp",
                Probe.classPath(),
                Queries.class.getName(),
                worker.location())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    if (bytes > 0) {
      builder.environment().put("VGI_RPC_SHM_SIZE_BYTES", Integer.toString(bytes));
    }
    Process engine = builder.start();
    try {
      assertThat(engine.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      engine.destroyForcibly();
    }
    assertThat(engine.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(Files.readAllLines(output))
        .containsExactly("[[" + TEXTS + ", " + (TEXT_BYTES + 1) + "]]");
  }

  /** An engine that sends large batches and gets them back. */
  static final class Queries {
    private Queries() {}

    public static void main(String[] args) throws Exception {
      try (Engine engine = new Engine()) {
        engine.execute("SET threads = 1");
        engine.attach("example", args[0]);
        String texts =
            "SELECT repeat('x', " + TEXT_BYTES + ") || i AS s FROM range(" + TEXTS + ") t(i)";
        System.out.println(
            engine.rows(
                "SELECT count(DISTINCT s), min(length(s)) FROM example.echo((" + texts + "))"));
      }
    }
  }
}
