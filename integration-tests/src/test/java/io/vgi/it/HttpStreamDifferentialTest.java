package io.vgi.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows through functions of tables and scans in parts over HTTP are DuckDB's own. */
class HttpStreamDifferentialTest {
  private static final List<String> PROBE = Probe.arguments(ProbeWorker.class);

  @TempDir private Path folder;

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
      try (Engine engine = Probe.attached(worker.location())) {
        new StreamComparison(engine, 8).all(seed);
      }
    }
  }
}
