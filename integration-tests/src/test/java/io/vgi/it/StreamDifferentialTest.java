package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows through functions of tables and scans in parts are DuckDB's own, over pipes and sockets. */
class StreamDifferentialTest {
  @TempDir private Path folder;

  private static String command() {
    return Probe.location();
  }

  /** Each thread has a process of its own. */
  @Test
  void throughPipes() throws Exception {
    try (Engine engine = Probe.attached(command())) {
      new StreamComparison(engine, 2).some(2);
    }
  }

  @Test
  void throughSockets() throws Exception {
    try (Engine engine = Probe.attached(Probe.launched(command()))) {
      new StreamComparison(engine, 8).all(1);
    }
  }

  /** Segments are large or soon full, and none, some or all batches are large enough for them. */
  @ParameterizedTest
  @CsvSource({"3, 67108864, 1", "4, 67108864, 131072", "5, 262144, 4096"})
  void throughSharedMemory(long seed, String segment, String least) throws Exception {
    Path errors = folder.resolve("errors");
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Probe.SHORT_LIVED.get(0),
                Probe.SHORT_LIVED.get(1),
                "-Dvgi.extensions=" + System.getProperty("vgi.extensions"),
                "-cp",
                Probe.classPath(),
                StreamComparison.class.getName(),
                Probe.launched(command()),
                Long.toString(seed))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("VGI_RPC_SHM_SIZE_BYTES", segment);
    builder.environment().put("VGI_RPC_SHM_MIN_BATCH_BYTES", least);
    Process engine = builder.start();
    try {
      assertThat(engine.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      engine.destroyForcibly();
    }
    assertThat(engine.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(Files.readAllLines(output)).containsExactly("equal");
  }
}
