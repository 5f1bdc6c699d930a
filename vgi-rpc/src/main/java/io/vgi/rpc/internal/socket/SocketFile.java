package io.vgi.rpc.internal.socket;

import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A socket in the file system, which is removed by the one that made it and by nobody else. */
final class SocketFile {
  private static final int MOST_PATH_BYTES = 107;
  private static final int FILE_TYPE_MASK = 0170000;
  private static final int SOCKET = 0140000;

  private final Path path;
  private final ServerSocketChannel channel;
  private final @Nullable Object identity;

  private SocketFile(Path path, ServerSocketChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.identity = attributes(path).fileKey();
  }

  /**
   * Listens at {@code path}, for its owner only; a socket that nobody serves any more is replaced.
   */
  static SocketFile bind(Path path, int backlog) throws IOException {
    // 108 with the byte that ends it; some systems have less, and say so themselves
    int length = bytes(path);
    if (length == 0 || length > MOST_PATH_BYTES) {
      throw new IOException(
          "Cannot listen at '"
              + path
              + "': the path of a socket has 1 to 107 bytes, this one has "
              + length
              + "; choose another path");
    }
    removeStale(path);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      bind(channel, path, backlog);
      return new SocketFile(path, channel);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      Path folder = path.toAbsolutePath().getParent();
      String reason =
          folder == null || Files.isDirectory(folder)
              ? failure.getMessage()
              : "there is no directory '" + folder + "'";
      throw new IOException("Cannot listen at '" + path + "': " + reason, failure);
    }
  }

  private static void bind(ServerSocketChannel channel, Path path, int backlog) throws IOException {
    Path folder = privateFolder(path);
    if (folder == null) {
      channel.bind(UnixDomainSocketAddress.of(path), backlog);
      restrict(path);
      return;
    }
    // where nobody looks, as clients could connect before the file is its owner's alone
    Path made = folder.resolve("s");
    try {
      channel.bind(UnixDomainSocketAddress.of(made), backlog);
      restrict(made);
      try {
        Files.createLink(path, made); // unlike a move it never replaces another worker's
      } catch (FileAlreadyExistsException other) {
        throw new IOException("another worker came first", other);
      } catch (IOException | UnsupportedOperationException noLinks) {
        Files.move(made, path);
      }
    } finally {
      Files.deleteIfExists(made);
      Files.delete(folder);
    }
  }

  /** A folder of this user beside {@code path}; null where there can be none. */
  private static @Nullable Path privateFolder(Path path) throws IOException {
    for (int attempt = 0; attempt < 20; attempt++) {
      String name = "." + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 25), 36);
      Path folder = path.resolveSibling(name);
      if (bytes(folder.resolve("s")) >= MOST_PATH_BYTES
          || !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        return null;
      }
      try {
        return Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException taken) {
        // another name may be free
      }
    }
    return null;
  }

  private static void restrict(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static void removeStale(Path path) throws IOException {
    BasicFileAttributes found;
    try {
      found = attributes(path);
    } catch (NoSuchFileException free) {
      return;
    }
    if (!isSocket(path, found)) {
      throw new IOException("'" + path + "' exists and is not a socket; choose another path");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false); // with all its places taken, it would keep this one waiting
      probe.connect(UnixDomainSocketAddress.of(path));
      throw new IOException("Another worker serves '" + path + "'; stop it or choose another path");
    } catch (ConnectException stale) {
      // another worker may have come first
      if (Objects.equals(attributes(path).fileKey(), found.fileKey())) {
        Files.delete(path);
      }
    } catch (SocketException unclear) {
      throw new IOException(
          "Another process seems to serve '"
              + path
              + "' ("
              + unclear.getMessage()
              + "); stop it or choose another path",
          unclear);
    }
  }

  private static boolean isSocket(Path path, BasicFileAttributes found) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return found.isOther();
    }
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return mode instanceof Integer bits && (bits & FILE_TYPE_MASK) == SOCKET;
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Removes the file, unless another socket has taken its place. */
  void remove() {
    try {
      Object now = attributes(path).fileKey();
      if (now != null && now.equals(identity)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException gone) {
      // somebody tidied up, which is what was wanted
    } catch (IOException failure) {
      WorkerLog.warn("The socket '" + path + "' could not be removed: " + failure.getMessage());
    }
  }
}
