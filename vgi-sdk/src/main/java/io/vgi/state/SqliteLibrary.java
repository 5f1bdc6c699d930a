package io.vgi.state;

import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Keeps SQLite's native library unpacked for the next process. The driver would unpack it again in
 * each one, compare it byte by byte and run programs to learn the architecture.
 */
final class SqliteLibrary {
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";
  private static final String TEMPORARY = "org.sqlite.tmpdir";

  private static boolean prepared;

  private SqliteLibrary() {}

  /** Call before the driver is used; what the user set stays. */
  static synchronized void prepare() throws SQLException {
    if (prepared) {
      return;
    }
    String architecture = architecture();
    String version = SQLiteJDBCLoader.getVersion();
    if (architecture == null
        || "unknown".equals(version) // a jar without it might get the library of another driver
        || System.getProperty(PATH) != null
        || System.getProperty(NAME) != null
        || System.getProperty(TEMPORARY) != null) {
      return;
    }
    String resource = "native/Linux/" + architecture + "/libsqlitejdbc.so";
    URL packed = SQLiteJDBCLoader.class.getResource(resource);
    if (packed == null) {
      return;
    }
    List<String> faults = load(packed, version + "-" + architecture, places());
    if (!faults.isEmpty()) {
      throw new SQLException(
          "SQLite's library can be loaded from nowhere, name a folder where files may be executed in"
              + " the system property "
              + TEMPORARY
              + ": "
              + String.join("; ", faults));
    }
    prepared = true;
  }

  private static List<Path> places() {
    return UserDirectory.places(System.getenv());
  }

  /** Loads from the first of {@code places} that lets it; returns why none did, else nothing. */
  static List<String> load(URL packed, String version, List<Path> places) {
    List<String> faults = new ArrayList<>();
    for (Path place : places) {
      try {
        Path directory = UserDirectory.checked(place);
        // a patch of the driver keeps the version, but hardly the size
        long size = packed.openConnection().getContentLengthLong();
        Path library = directory.resolve("libsqlitejdbc-" + version + "-" + size + ".so");
        if (!Files.exists(library) || Files.size(library) != size) {
          unpack(packed, library);
        }
        System.setProperty(PATH, directory.toString());
        System.setProperty(NAME, library.getFileName().toString());
        // where the driver looks for left-overs, of which the usual place has many
        System.setProperty(TEMPORARY, directory.toString());
        try {
          SQLiteJDBCLoader.initialize();
          return List.of();
        } catch (Exception unloaded) {
          // the driver keeps what the system said to itself
          faults.add(whyNot(library, unloaded));
        }
      } catch (IOException | VgiException unusable) {
        faults.add(place + ": " + unusable.getMessage());
      }
    }
    System.clearProperty(PATH);
    System.clearProperty(NAME);
    System.clearProperty(TEMPORARY);
    return faults;
  }

  private static String whyNot(Path library, Exception unloaded) {
    try {
      System.load(library.toString());
      return String.valueOf(unloaded.getMessage());
    } catch (UnsatisfiedLinkError refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static @Nullable String architecture() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return null;
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64" -> Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) ? null : "x86_64";
      case "aarch64" -> Files.exists(Path.of("/lib/ld-musl-aarch64.so.1")) ? null : "aarch64";
      default -> null;
    };
  }

  private static void unpack(URL packed, Path library) throws IOException {
    Path fresh = Files.createTempFile(library.getParent(), "unpacking", ".so");
    try (InputStream in = packed.openStream()) {
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh); // half of it, where there was no space left
    }
  }
}
