package io.vgi.state;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.log.UserName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The directory where worker processes of one user meet. */
final class UserDirectory {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private UserDirectory() {}

  /** The first of {@link #places} that can be used: closed to others, and of this user. */
  static Path of(Map<String, String> environment) throws IOException {
    List<String> faults = new ArrayList<>();
    for (Path place : places(environment)) {
      try {
        Path directory = checked(place);
        if (Files.isWritable(directory)) {
          return directory;
        }
        faults.add(place + " is not writable");
      } catch (IOException unusable) {
        faults.add(unusable.toString());
      }
    }
    throw new IOException(String.join("; ", faults));
  }

  /**
   * Where processes of this user may meet, best first; the same list for all of them. A container
   * whose root is read-only has often nothing but its shared memory to write to.
   */
  static List<Path> places(Map<String, String> environment) {
    Set<Path> places = new LinkedHashSet<>();
    String own = "vgi-java-" + UserName.get();
    String runtime = environment.get("XDG_RUNTIME_DIR");
    if (runtime != null && !runtime.isEmpty()) {
      places.add(Path.of(runtime, "vgi-java"));
    }
    places.add(Path.of(System.getProperty("java.io.tmpdir"), own));
    String state = environment.get("XDG_STATE_HOME");
    if (state != null && state.startsWith("/")) {
      places.add(Path.of(state, "vgi-java"));
    }
    String home = environment.get("HOME");
    if (home != null && home.startsWith("/") && Files.isWritable(Path.of(home))) {
      places.add(Path.of(home, ".local", "state", "vgi-java"));
    }
    if (Files.isDirectory(SHARED_MEMORY)) {
      places.add(SHARED_MEMORY.resolve(own));
    }
    return List.copyOf(places);
  }

  static Path checked(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    boolean posix = parent != null && Files.getFileStore(parent).supportsFileAttributeView("posix");
    try {
      Files.createDirectory(
          directory,
          posix
              ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)}
              : new FileAttribute<?>[0]);
      return directory;
    } catch (FileAlreadyExistsException otherProcess) {
      checkOwn(directory, posix);
      return directory;
    }
  }

  private static void checkOwn(Path directory, boolean posix) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw VgiException.unavailable(
          "State cannot be kept in " + directory + ", which is not a directory; remove it.");
    }
    if (!posix) {
      return;
    }
    if (!Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user(directory))) {
      throw VgiException.unavailable(
          "State is not kept in "
              + directory
              + ", which belongs to another user; remove it or set VGI_WORKER_SHARED_STORAGE.");
    }
    if (!Files.getPosixFilePermissions(directory).equals(PRIVATE)) {
      Files.setPosixFilePermissions(directory, PRIVATE);
    }
  }

  /** This process's user, by the owner of what it makes; names may deceive. */
  private static Object user(Path directory) throws IOException {
    Path process = Path.of("/proc/self");
    if (Files.exists(process)) {
      return Files.getOwner(process);
    }
    Path probe = Files.createTempFile(directory, "owner", null);
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }
}
