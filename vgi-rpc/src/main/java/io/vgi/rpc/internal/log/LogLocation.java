package io.vgi.rpc.internal.log;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a log goes.
 *
 * @param file its file
 * @param shared whether the folder lies where every user of the machine may write, so that others
 *     may have been there first
 */
public record LogLocation(Path file, boolean shared) {
  private static final Set<PosixFilePermission> OWN_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWN_FILE =
      PosixFilePermissions.fromString("rw-------");

  /** A file that the user named. */
  public static LogLocation named(Path file) {
    return new LogLocation(file, false);
  }

  /**
   * Where a log called {@code name} may go when the user does not say, best first: under {@code
   * XDG_STATE_HOME}, in the home directory, in a folder of this user among the temporary files.
   */
  public static List<LogLocation> standard(String name) {
    return standard(
        name,
        System.getenv(),
        System.getProperty("user.home"),
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  /**
   * As above.
   *
   * @param home the home directory that the system knows, beside {@code HOME}
   * @param temporary the directory for temporary files
   */
  static List<LogLocation> standard(
      String name, Map<String, String> environment, @Nullable String home, Path temporary) {
    String file = name + ".log";
    List<LogLocation> places = new ArrayList<>();
    String state = environment.get("XDG_STATE_HOME");
    if (state != null && state.startsWith("/")) {
      places.add(named(Path.of(state, "vgi", file)));
    }
    for (String directory : Arrays.asList(environment.get("HOME"), home)) {
      if (directory != null && isUsable(directory)) {
        places.add(named(Path.of(directory, ".local", "state", "vgi", file)));
      }
    }
    String own = "vgi-java-" + UserName.get();
    places.add(new LogLocation(temporary.resolve(own).resolve(file), true));
    return places;
  }

  private static boolean isUsable(String home) {
    return home.startsWith("/")
        && Files.isDirectory(Path.of(home))
        && Files.isWritable(Path.of(home));
  }

  /** Makes the folder, for this user only. */
  void prepare() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    if (!shared) {
      if (!Files.isDirectory(folder)) { // a link to one is fine here
        Files.createDirectories(folder, attributes(folder, OWN_FOLDER));
      }
      return;
    }
    try {
      Files.createDirectory(folder, attributes(folder, OWN_FOLDER));
    } catch (FileAlreadyExistsException earlier) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("'" + folder + "' is no directory");
      }
      checkOwner(folder, folder);
      if (isPosix(folder)) {
        Files.setPosixFilePermissions(folder, OWN_FOLDER);
      }
    }
    if (Files.isSymbolicLink(file)) {
      throw new IOException("'" + file + "' is a symbolic link");
    }
    if (Files.exists(file)) {
      checkOwner(file, folder);
    }
  }

  /** What a new file of the log is made with. */
  public FileAttribute<?>[] fileAttributes() {
    return attributes(file.toAbsolutePath(), OWN_FILE);
  }

  private static void checkOwner(Path path, Path folder) throws IOException {
    if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(user(folder))) {
      throw new IOException("'" + path + "' belongs to another user");
    }
  }

  /** This process's user, by the owner of what it makes; names may deceive. */
  private static UserPrincipal user(Path folder) throws IOException {
    Path process = Path.of("/proc/self");
    if (Files.exists(process)) {
      return Files.getOwner(process);
    }
    Path probe = Files.createTempFile(folder, "owner", null);
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> mode) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
