package io.vgi.http.internal.external;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The files of a directory by their names, which are all that a client needs. */
public final class ServedDirectory {
  /** What the paths of files begin with, behind the server's prefix. */
  public static final String ROUTE = "/__files__/";

  private static final int NAME_BYTES = 16;
  private static final String WHOLE = ".vgi-result";
  private static final String PART = ".vgi-part";
  private static final long SWEEP_NANOS = Duration.ofSeconds(30).toNanos();

  /** A part that grew no more for so long is one of a process that was killed. */
  private static final Duration STALE = Duration.ofHours(1);

  private final Path directory;
  private final SecureRandom random = new SecureRandom();
  private final SignedUploadNames places = new SignedUploadNames(random);
  private final AtomicLong swept = new AtomicLong(System.nanoTime());
  private final DirectoryQuota quota;

  /**
   * Serves {@code directory}, which is made when it is not there.
   *
   * @param maxBytes the most bytes that it may hold; 0 for half of what is free
   * @throws IOException when it cannot be made or read, or holds files that are not of its kind
   */
  ServedDirectory(Path directory, long maxBytes) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.toAbsolutePath().getParent());
      if (Part.posix(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(directory);
      }
    }
    this.directory = directory.toRealPath();
    checkForeign();
    long used = clean();
    this.quota = new DirectoryQuota(maxBytes > 0 ? maxBytes : half(used), used, this::clean);
  }

  /** Half of what there is for results; a file system that does not know lets them have it all. */
  private long half(long used) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    return free <= 0 ? Long.MAX_VALUE : (free + used) / 2;
  }

  /** Files are deleted here, so none may be anybody else's. */
  private void checkForeign() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!isOwn(name)) {
          throw new IOException(
              "The directory '"
                  + directory
                  + "' cannot be that of results, as it holds other files, such as '"
                  + name
                  + "'; name an empty one, or one that is for results only");
        }
      }
    }
  }

  private static boolean isOwn(String name) {
    String suffix = name.endsWith(PART) ? PART : WHOLE;
    return name.endsWith(suffix) && isName(name.substring(0, name.length() - suffix.length()));
  }

  /** Stores {@code content}; returns its name. */
  String store(List<ByteBuffer> content, Instant expires) throws IOException {
    sweep();
    String name = newName();
    try (Part part = part(name, expires)) {
      for (ByteBuffer piece : content) {
        part.write(piece.duplicate());
      }
      part.keep();
    }
    return name;
  }

  private Part part(String name, Instant expires) throws IOException {
    Path part = directory.resolve(newName() + PART);
    return new Part(part, directory.resolve(name + WHOLE), expires, quota);
  }

  /** Makes a place for an upload. */
  UploadTarget place(long maxBytes, Instant expires) throws IOException {
    sweep();
    return places.next(maxBytes, expires);
  }

  /** Where a file called {@code upload} is put, whatever that text is; null for nowhere. */
  public @Nullable UploadTarget place(String upload) {
    return places.read(upload);
  }

  /** Begins to fill {@code place}. */
  public Part fill(UploadTarget place) throws IOException {
    return part(place.file(), place.expires());
  }

  /** Opens the file called {@code name}, whatever that text is; null when there is none. */
  public @Nullable FileChannel read(String name) throws IOException {
    if (!isName(name)) {
      return null;
    }
    Path file = directory.resolve(name + WHOLE);
    try {
      FileTime expires = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
      if (expires.toInstant().isBefore(Instant.now())) {
        Files.deleteIfExists(file);
        return null;
      }
      return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  /** Whether a file may be called {@code text}. */
  public static boolean isName(String text) {
    if (text.length() != 2 * NAME_BYTES) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private String newName() {
    byte[] bits = new byte[NAME_BYTES];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  private void sweep() throws IOException {
    long now = System.nanoTime();
    long last = swept.get();
    if (now - last > SWEEP_NANOS && swept.compareAndSet(last, now)) {
      deleteExpired();
    }
  }

  /** Deletes the files that have expired, and what is left of those that were never whole. */
  void deleteExpired() throws IOException {
    quota.recount();
  }

  /** The same; returns how many bytes are left. */
  private long clean() throws IOException {
    Instant now = Instant.now();
    long left = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!isOwn(name)) {
          continue;
        }
        try {
          BasicFileAttributes found =
              Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          Instant end = name.endsWith(PART) ? now.minus(STALE) : now;
          if (found.lastModifiedTime().toInstant().isBefore(end)) {
            Files.deleteIfExists(file);
          } else {
            left += found.size();
          }
        } catch (NoSuchFileException gone) {
          // another worker was first
        }
      }
    }
    return left;
  }
}
