package io.vgi.it;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Engines with the kept catalog attached, each in a file of its own or in one that they share. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SqliteEngines {
  Path folder;
  private @Nullable ServingWorker http;
  final List<Engine> opened = new ArrayList<>();
  private int files;

  @BeforeAll
  void place(@TempDir Path temporary) {
    folder = temporary;
  }

  @AfterAll
  void stop() {
    if (http != null) {
      http.close();
    }
  }

  @AfterEach
  void close() {
    opened.forEach(Engine::close);
    opened.clear();
  }

  final Path file() {
    return folder.resolve("kept" + files++ + ".db");
  }

  private ServingWorker http() throws IOException {
    if (http == null) {
      http = ServingWorker.briefExample(folder.resolve("worker.log"), Map.of(), "--http");
    }
    return http;
  }

  final Engine engine(String transport, Path file) throws IOException, SQLException {
    String location =
        switch (transport) {
          case "stdio" -> Probe.example();
          case "launch" -> Probe.launched(Probe.example());
          default -> http().location();
        };
    Engine engine = new Engine();
    opened.add(engine);
    // else the engine itself makes columns of UUID, HUGEINT and the like to others
    engine.execute("SET arrow_lossless_conversion = true");
    engine.execute(
        "ATTACH 'sqlite' AS db (TYPE vgi, LOCATION "
            + Engine.literal(location)
            + (transport.equals("launch") ? ", launcher_idle_timeout 10" : "")
            + ", file "
            + Engine.literal(file.toString())
            + ")");
    return engine;
  }
}
