package io.vgi.http.internal.external;

import io.vgi.http.external.FileStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files of a {@link FileStorage} by their names, which are all that a client needs. */
public final class ServedDirectory {
  /** What the paths of files begin with, behind the server's prefix. */
  public static final String ROUTE = "/__files__/";

  private static final int NAME_BYTES = 16;
  private static final String PART = ".part";
  private static final long SWEEP_NANOS = Duration.ofSeconds(30).toNanos();

  /** A part that grew no more for so long is one of a process that was killed. */
  private static final Duration STALE = Duration.ofHours(1);

  private static volatile @Nullable Function<FileStorage, ServedDirectory> door;

  private final Path directory;
  private final SecureRandom random = new SecureRandom();
  private final PlaceNames places = new PlaceNames(random);
  private final AtomicLong swept = new AtomicLong(System.nanoTime());

  /** Serves {@code directory}, which is made when it is not there. */
  public ServedDirectory(Path directory) throws IOException {
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
  }

  /** Lets {@link #of} see what a storage does not show; told once, by its class. */
  public static void open(Function<FileStorage, ServedDirectory> way) {
    door = way;
  }

  /** The directory of {@code storage}. */
  public static ServedDirectory of(FileStorage storage) {
    Function<FileStorage, ServedDirectory> way = door;
    if (way == null) {
      throw new IllegalStateException("There is no storage before its class");
    }
    return way.apply(storage);
  }

  /** Stores {@code content}; returns its name. */
  public String store(List<ByteBuffer> content, Instant expires) throws IOException {
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
    return new Part(directory.resolve(newName() + PART), directory.resolve(name), expires);
  }

  /** Makes a place for an upload. */
  public Place place(long maxBytes, Instant expires) throws IOException {
    sweep();
    return places.next(maxBytes, expires);
  }

  /** Where a file called {@code upload} is put, whatever that text is; null for nowhere. */
  public @Nullable Place place(String upload) {
    return places.read(upload);
  }

  /** Begins to fill {@code place}. */
  public Part fill(Place place) throws IOException {
    return part(place.file(), place.expires());
  }

  /** Opens the file called {@code name}, whatever that text is; null when there is none. */
  public @Nullable FileChannel read(String name) throws IOException {
    if (!isName(name)) {
      return null;
    }
    Path file = directory.resolve(name);
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
  public void deleteExpired() throws IOException {
    Instant now = Instant.now();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        boolean part = name.endsWith(PART);
        String plain = part ? name.substring(0, name.length() - PART.length()) : name;
        if (isName(plain) && isOlder(file, part ? now.minus(STALE) : now)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, Instant time) throws IOException {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(time);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }
}
