package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The value of a secret ATTACH option is not in what the engine keeps and logs of an attach. */
@Timeout(120)
class SecretOptionTest {
  private static final String SECRET = "hunter2-of-the-attach";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("VGI_WORKER_CATALOG_NAME", "attach_options");
  private static final String LOCATION =
      "env VGI_WORKER_CATALOG_NAME=attach_options " + Probe.example();
  private static final String CATALOG = "attach_options_required";

  @TempDir private Path folder;

  @Test
  void byPipes() throws Exception {
    check(LOCATION);
  }

  @Test
  void byALaunchedSocket() throws Exception {
    check(Probe.launched(LOCATION));
  }

  @Test
  void byHttp() throws Exception {
    try (ServingWorker worker =
        ServingWorker.briefExample(folder.resolve("errors"), ENVIRONMENT, "--http")) {
      check(worker.location());
    }
  }

  /** Several processes of one worker serve the attach, which all have to read the option. */
  @Test
  void byAnotherProcess() throws Exception {
    try (ServingWorker first = socket("first.sock");
        Engine engine = new Engine()) {
      String more = ", api_key " + Engine.literal(SECRET);
      engine.attach(CATALOG, first.location(), more);
      assertThat(value(engine)).isEqualTo(SECRET);
      first.stop();
      assertThat(first.exitCode(30)).isEqualTo(128 + 15);
      try (ServingWorker second = socket("first.sock")) {
        assertThat(second.location()).isEqualTo(first.location());
        assertThat(value(engine)).isEqualTo(SECRET);
      }
    }
  }

  private ServingWorker socket(String name) throws Exception {
    String path = folder.resolve(name).toString();
    return ServingWorker.briefExample(folder.resolve("errors"), ENVIRONMENT, "--unix", path);
  }

  private static Object value(Engine engine) throws Exception {
    return engine.rows("SELECT api_key FROM " + CATALOG + ".echo_attach_options()").get(0).get(0);
  }

  private static void check(String location) throws Exception {
    try (Engine engine = new Engine()) {
      String launch = location.startsWith("launch:") ? ", launcher_idle_timeout 2" : "";
      engine.attach(CATALOG, location, launch + ", api_key " + Engine.literal(SECRET));
      engine.execute("CALL enable_logging(level = 'trace')");
      assertThat(value(engine)).isEqualTo(SECRET);
      // the function reads it, so what the engine shows as a row is not looked at
      List<List<Object>> lines =
          engine.rows("SELECT type || ' ' || message FROM duckdb_logs() ORDER BY ALL");
      assertThat(lines).isNotEmpty();
      for (List<Object> line : lines) {
        String text = String.valueOf(line.get(0));
        assertThat(text).doesNotContain(SECRET).doesNotContainIgnoringCase(hex());
      }
      assertThat(lines).anyMatch(line -> line.toString().contains("attach_opaque_data"));
    }
  }

  private static String hex() {
    return HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8));
  }
}
