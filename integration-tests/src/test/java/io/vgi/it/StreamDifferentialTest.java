package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows through functions of tables and scans in parts are DuckDB's own, whatever carries them. */
class StreamDifferentialTest {
  private static final List<String> PROBE =
      List.of("-cp", Probe.classPath(), ProbeWorker.class.getName());

  @TempDir private Path folder;

  private static String command() {
    return Probe.location();
  }

  private static void compare(String location, long seed) throws Exception {
    try (Engine engine = Probe.attached(location)) {
      new StreamComparison(engine, 8).all(seed);
    }
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
    compare(Probe.launched(command()), 1);
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

  /** Streams that are kept or not, answers stored outside or not, coded or not. */
  @ParameterizedTest
  @CsvSource({
    "6, VGI_LOG_FILE=/dev/null, --http",
    "7, VGI_HTTP_STATELESS=1, --http --compress-locally",
    "8, VGI_HTTP_STATELESS=1, --http --external-directory FOLDER --external-threshold 4096",
    "9, VGI_HTTP_DISABLE_COMPRESSION=1, --http --external-directory FOLDER --external-threshold"
        + " 65536 --compress-locally",
  })
  void throughHttp(long seed, String variable, String options) throws Exception {
    Path files = Files.createDirectory(folder.resolve("files"));
    String[] variables = variable.split("=", 2);
    try (ServingWorker worker =
        ServingWorker.brief(
            PROBE,
            folder.resolve("log"),
            Map.of(variables[0], variables[1]),
            options.replace("FOLDER", files.toString()).split(" "))) {
      compare(worker.location(), seed);
    }
  }
}
