package io.vgi.function;

import io.vgi.rpc.VgiException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that is whole or not there. What is written goes to a temporary file beside it, {@code
 * .name.….tmp} (of a long name its hash), which takes its place when it is published; until then,
 * and when its writer fails or is killed, the place is as it was. The next writer of the same file
 * removes what killed ones left: they held a lock on it. One thread at a time.
 *
 * <p>A link is followed. What is there and no regular file, such as {@code /dev/stdout} or a pipe,
 * is written to as it is.
 */
public final class AtomicFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int TRIES = 100;
  private static final int LINKS = 40;
  private static final int MOST_OF_NAME = 200;

  /**
   * A process loses its lock on a file when it closes the file anywhere, so it opens none twice.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path place;
  private final @Nullable Path temporary;
  private final FileChannel channel;
  private final OutputStream out;
  private boolean published;

  private AtomicFile(Path place, @Nullable Path temporary, FileChannel channel) {
    this.place = place;
    this.temporary = temporary;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /**
   * Begins to write what is to be at {@code path}, and removes what killed writers of it left.
   *
   * @throws VgiException when there is a directory, or none that the file could be in
   * @throws IOException when it cannot be written, with a sentence that names the path
   */
  public static AtomicFile at(Path path) throws IOException {
    check(path);
    Path place = place(path);
    if (Files.exists(place) && !Files.isRegularFile(place)) {
      return new AtomicFile(place, null, FileChannel.open(place, StandardOpenOption.WRITE));
    }
    Path folder = Objects.requireNonNull(place.getParent());
    String name = "." + stem(String.valueOf(place.getFileName())) + ".";
    sweep(folder, name);
    for (int i = 0; i < TRIES; i++) {
      AtomicFile begun = begin(place, folder.resolve(name + random() + ".tmp"));
      if (begun != null) {
        return begun;
      }
    }
    throw new IOException("No temporary file can be kept beside '" + path + "'");
  }

  /** Where the file is or will be, behind links, in a directory by its one real name. */
  private static Path place(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path place = path.toAbsolutePath();
    for (int i = 0; Files.isSymbolicLink(place); i++) {
      if (i == LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      place = place.resolveSibling(Files.readSymbolicLink(place));
    }
    check(place);
    Path folder = Objects.requireNonNull(place.getParent());
    return folder.toRealPath().resolve(Objects.requireNonNull(place.getFileName()));
  }

  /** Refuses a path at which no file can be, before there is anything to write. */
  static void check(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw VgiException.invalidArgument("'" + path + "' is a directory; name a file in it");
    } else if (!Files.isDirectory(folder)) {
      throw VgiException.notFound("The directory of '" + path + "' does not exist");
    }
  }

  /** A name that leaves room in the 255 bytes of a file system for what is put around it. */
  private static String stem(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MOST_OF_NAME ? name : UUID.nameUUIDFromBytes(bytes).toString();
  }

  private static String random() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** Null when another writer took the file for one that was left, before it was locked. */
  private static @Nullable AtomicFile begin(Path place, Path temporary) throws IOException {
    OPEN.add(temporary);
    FileChannel channel = null;
    AtomicFile begun = null;
    try {
      channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (isLocked(channel) && Files.exists(temporary)) {
        begun = new AtomicFile(place, temporary, channel);
      }
      return begun;
    } catch (FileSystemException refused) {
      String why = refused.getReason();
      throw new IOException(
          "'" + place + "' cannot be written: " + (why == null ? refused.getMessage() : why),
          refused);
    } finally {
      if (begun == null) {
        if (channel != null) {
          channel.close();
        }
        OPEN.remove(temporary);
      }
    }
  }

  /** Whether the file is ours now; one that its file system cannot lock is, too. */
  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException unsupported) {
      return true;
    }
  }

  private static void sweep(Path folder, String name) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> isTemporary(file, name))) {
      for (Path file : files) {
        if (!OPEN.contains(file)) {
          removeUnlessLocked(file);
        }
      }
    }
  }

  private static boolean isTemporary(Path file, String name) {
    String other = file.getFileName().toString();
    int random = other.length() - name.length() - ".tmp".length();
    return random == Long.BYTES * 2 && other.startsWith(name) && other.endsWith(".tmp");
  }

  private static void removeUnlessLocked(Path file) {
    try (FileChannel left = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = left.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException inUse) {
      // it is somebody else's, or gone meanwhile: what is written does not depend on it
      return;
    }
  }

  /** Takes what the file is to have. */
  public OutputStream out() {
    return out;
  }

  /** Puts the file in its place, instead of one that is there. */
  public void publish() throws IOException {
    finish();
    if (temporary != null) {
      try {
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException unusual) {
        throw new IOException("'" + place + "' cannot be replaced in one step", unusual);
      }
    }
    published = true;
  }

  /**
   * Puts the file in its place, if there is none.
   *
   * @throws VgiException when there is one
   */
  public void publishNew() throws IOException {
    finish();
    if (temporary == null) {
      throw exists(place);
    }
    try {
      // unlike a rename, a link fails when there is a file
      Files.createLink(place, temporary);
    } catch (FileAlreadyExistsException taken) {
      throw exists(place);
    } catch (UnsupportedOperationException | FileSystemException unlinkable) {
      if (Files.exists(place)) {
        throw exists(place);
      }
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
      published = true;
      return;
    }
    Files.delete(temporary);
    published = true;
  }

  /** What is said of a file that is there and must not be. */
  static VgiException exists(Path path) {
    return VgiException.invalidArgument(
        "'" + path + "' already exists; remove it or write to another path");
  }

  private void finish() throws IOException {
    out.flush();
    if (temporary != null) {
      channel.force(true);
    }
  }

  /** Forgets what was written, unless it is published. */
  @Override
  public void close() throws IOException {
    try {
      if (temporary != null && !published) {
        Files.deleteIfExists(temporary);
      }
    } finally {
      channel.close();
      if (temporary != null) {
        OPEN.remove(temporary);
      }
    }
  }
}
