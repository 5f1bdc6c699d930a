package io.vgi.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Finds DuckDB's vgi extension: the file that VGI_EXTENSION names, else the package that the build
 * installed, else the community repository.
 */
final class ExtensionLocator {
  private static final String PLATFORM = "h1-5-5-linux-x64";

  private ExtensionLocator() {}

  /** Loads the extension into {@code engine}, and httpfs where its package is installed. */
  static void load(Engine engine) throws SQLException {
    Path httpfs = packaged("httpfs");
    if (Files.isRegularFile(httpfs)) {
      load(engine, httpfs);
    }
    String named = System.getenv("VGI_EXTENSION");
    if (named != null && !named.isEmpty()) {
      Path file = Path.of(named).toAbsolutePath();
      if (!Files.isRegularFile(file)) {
        throw new IllegalStateException("VGI_EXTENSION names no file: " + file);
      }
      load(engine, file);
      return;
    }
    Path packaged = packaged("vgi");
    if (Files.isRegularFile(packaged)) {
      load(engine, packaged);
      return;
    }
    try {
      engine.execute("INSTALL vgi FROM community");
      engine.execute("LOAD vgi");
    } catch (SQLException e) {
      throw new IllegalStateException(
          "DuckDB's vgi extension is missing: set VGI_EXTENSION to a vgi.duckdb_extension file, or"
              + " run npm ci in integration-tests (Linux x86-64).",
          e);
    }
  }

  private static Path packaged(String name) {
    return Path.of(WorkerJar.property("vgi.extensions"))
        .resolve("@haybarn/ext-" + name + "-" + PLATFORM)
        .resolve("bin/" + name + ".duckdb_extension")
        .toAbsolutePath();
  }

  private static void load(Engine engine, Path file) throws SQLException {
    engine.execute("LOAD " + Engine.literal(file.toString()));
  }
}
