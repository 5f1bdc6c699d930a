package io.vgi.internal.state;

import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** The directory where worker processes of one user meet. */
final class UserDirectory {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private UserDirectory() {}

  /** The directory, which exists, belongs to this user and is closed to others. */
  static Path of(Map<String, String> environment) throws IOException {
    String runtime = environment.get("XDG_RUNTIME_DIR");
    return runtime != null && !runtime.isEmpty()
        ? checked(Path.of(runtime, "vgi-java"))
        : checked(
            Path.of(
                System.getProperty("java.io.tmpdir"),
                "vgi-java-" + System.getProperty("user.name")));
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
