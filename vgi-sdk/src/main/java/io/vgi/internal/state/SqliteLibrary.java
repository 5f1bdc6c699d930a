package io.vgi.internal.state;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  static synchronized void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    String architecture = architecture();
    String version = SQLiteJDBCLoader.getVersion();
    if (architecture == null
        || "unknown".equals(version) // a jar without it might get the library of another driver
        || System.getProperty(PATH) != null
        || System.getProperty(NAME) != null
        || System.getProperty(TEMPORARY) != null) {
      return;
    }
    try {
      Path directory = UserDirectory.of(System.getenv());
      String resource = "native/Linux/" + architecture + "/libsqlitejdbc.so";
      URL packed = SQLiteJDBCLoader.class.getResource(resource);
      if (packed == null) {
        return;
      }
      // a patch of the driver keeps the version, but hardly the size
      long size = packed.openConnection().getContentLengthLong();
      String name = "libsqlitejdbc-" + version + "-" + architecture + "-" + size + ".so";
      Path library = directory.resolve(name);
      if (!Files.exists(library)) {
        unpack(packed, library);
      }
      System.setProperty(PATH, directory.toString());
      System.setProperty(NAME, name);
      // where the driver looks for left-overs, of which the usual place has many
      System.setProperty(TEMPORARY, directory.toString());
    } catch (IOException | VgiException fault) {
      WorkerLog.warn("SQLite's library is unpacked again in each process: " + fault);
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
    try (InputStream in = packed.openStream()) {
      Path fresh = Files.createTempFile(library.getParent(), "unpacking", ".so");
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
