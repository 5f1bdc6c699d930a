package io.vgi.testing.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds DuckDB's vgi extension, and httpfs, which it needs for HTTP, and loads them. */
final class Extensions {
  private static final String VARIABLE = "VGI_EXTENSION";
  private static final String PROPERTY = "vgi.extension";
  private static final String FOLDER = "vgi.extensions";

  private final Connection connection;
  private final String version;
  private final String platform;
  private boolean httpfs;

  Extensions(Connection connection) throws SQLException {
    this.connection = connection;
    this.version = text("SELECT library_version FROM pragma_version()");
    this.platform = text("SELECT platform FROM pragma_platform()");
  }

  /**
   * Loads vgi, and httpfs if that is here: without it vgi takes half a second to look for it.
   *
   * @throws IllegalStateException when there is no vgi, with the ways to get it
   */
  void load() throws SQLException {
    Path packaged = packaged("httpfs");
    if (packaged != null) {
      load(packaged);
      httpfs = true;
    } else {
      httpfs = loaded("httpfs");
    }
    Path file = named();
    if (file == null) {
      file = packaged("vgi");
    }
    ExtensionPackage known = ExtensionPackage.named(packageName("vgi"));
    if (file == null && known != null) {
      Path kept = known.file(ExtensionPackage.cache());
      file = Files.isRegularFile(kept) ? kept : null;
    }
    if (file != null) {
      load(file);
    } else if (!loaded("vgi") || !isVgi()) {
      obtain(known);
    }
  }

  /** Gets vgi by the network. */
  private void obtain(@Nullable ExtensionPackage known) {
    try {
      if (known != null) {
        load(known.fetch(NpmRegistry.find(), ExtensionPackage.cache()));
        return;
      }
      Sql.run(connection, "INSTALL vgi FROM community");
      Sql.run(connection, "LOAD vgi");
      if (isVgi()) {
        return;
      }
      throw new IOException("what the community repository has for this DuckDB only says so");
    } catch (IOException | SQLException failure) {
      throw new IllegalStateException(
          "DuckDB's vgi extension is missing. Run this once with the network, which it is fetched by"
              + " and kept, with npm on the PATH or npm_config_registry set to a registry; or "
              + "npm install @haybarn/ext-vgi"
              + packageVersion()
              + " in this project; or set "
              + VARIABLE
              + " to a vgi.duckdb_extension file for DuckDB "
              + version
              + " on "
              + platform
              + ". By the network there was: "
              + (failure instanceof SQLException sql
                  ? QueryException.message(sql)
                  : failure.getMessage()),
          failure);
    }
  }

  /** Whether what was loaded as vgi is that, and not what stands in its place somewhere. */
  private boolean isVgi() throws SQLException {
    return text("SELECT count(*) > 0 FROM duckdb_functions() WHERE function_name = 'vgi_catalogs'")
        .equals("true");
  }

  /**
   * Sees to it that httpfs is loaded.
   *
   * @throws IllegalStateException when there is none, with the ways to get it
   */
  void requireHttpfs() {
    if (httpfs) {
      return;
    }
    try {
      Sql.run(connection, "INSTALL httpfs");
      Sql.run(connection, "LOAD httpfs");
    } catch (SQLException failure) {
      throw new IllegalStateException(
          "DuckDB's httpfs extension is missing, which HTTP needs. Run this once with the network,"
              + " which DuckDB installs it by; or npm install @haybarn/ext-httpfs"
              + packageVersion()
              + " in this project; or use another transport. DuckDB said: "
              + QueryException.message(failure),
          failure);
    }
  }

  /** Loads what DuckDB has installed; false where it has none that it can load. */
  private boolean loaded(String name) {
    try {
      Sql.run(connection, "LOAD " + name);
      return true;
    } catch (SQLException missing) {
      return false; // what is wrong with one that is there, the next attempt says
    }
  }

  private static @Nullable Path named() {
    String name = System.getProperty(PROPERTY, "");
    if (name.isEmpty()) {
      name = System.getenv(VARIABLE);
    }
    if (name == null || name.isEmpty()) {
      return null;
    }
    Path file = Path.of(name).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(VARIABLE + " names no file: " + file);
    }
    return file;
  }

  /** The file of the npm package of this version and platform, or null. */
  private @Nullable Path packaged(String name) {
    for (Path folder : folders()) {
      Path file =
          folder
              .resolve("@haybarn")
              .resolve(packageName(name))
              .resolve("bin")
              .resolve(name + ".duckdb_extension");
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  private static List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    String named = System.getProperty(FOLDER, "");
    if (!named.isEmpty()) {
      folders.add(Path.of(named).toAbsolutePath());
    }
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      folders.add(up.resolve("node_modules"));
    }
    return folders;
  }

  /** {@code -h1-5-5} of {@code v1.5.5}. */
  private String packageVersion() {
    return "-h" + version.replaceFirst("^v", "").replace('.', '-');
  }

  /** The npm package of extension {@code name}, without the scope. */
  String packageName(String name) {
    String built =
        platform
            .replace("osx_", "darwin-")
            .replace("windows_", "win32-")
            .replace("linux_", "linux-")
            .replace("amd64", "x64");
    return "ext-" + name + packageVersion() + "-" + built;
  }

  private void load(Path file) throws SQLException {
    Sql.run(connection, "LOAD " + Sql.literal(file.toString()));
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
