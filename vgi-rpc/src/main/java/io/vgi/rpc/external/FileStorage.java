package io.vgi.rpc.external;

import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Files in a directory, which the worker's own HTTP server hands out below {@code /__files__/}.
 *
 * <p>A file is named by 128 random bits, and whoever knows the name may read it. Its time of
 * modification is when it expires. Replicas may share the directory, but take uploads only for
 * slots of their own. Any thread.
 */
public final class FileStorage implements ExternalStorage {
  /** What the paths of files begin with, behind the server's prefix. */
  public static final String ROUTE = "/__files__/";

  private static final int NAME_BYTES = 16;
  private static final int MOST_SLOTS = 10_000;
  private static final long SWEEP_NANOS = Duration.ofSeconds(30).toNanos();

  private final Path directory;
  private final SecureRandom random = new SecureRandom();
  private final Set<String> own = ConcurrentHashMap.newKeySet();
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final AtomicLong swept = new AtomicLong(System.nanoTime());
  private volatile @Nullable String base;

  private record Slot(String name, long maxBytes, Instant expires) {}

  private FileStorage(Path directory, @Nullable URI address) {
    this.directory = directory;
    this.base = address == null ? null : plain(address);
  }

  /**
   * Keeps files in {@code directory}, which is made when it is not there; clients are sent to the
   * address that the server listens at.
   *
   * @throws IOException when the directory cannot be made
   */
  public static FileStorage in(Path directory) throws IOException {
    return new FileStorage(made(directory), null);
  }

  /**
   * Keeps files in {@code directory}; clients know the server by {@code address}, its prefix
   * included, as they do behind a proxy.
   *
   * @throws IOException when the directory cannot be made
   */
  public static FileStorage in(Path directory, URI address) throws IOException {
    String scheme = address.getScheme();
    if (address.getHost() == null
        || address.getRawQuery() != null
        || address.getRawUserInfo() != null
        || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "The address of a file storage must be of the form https://host[:port][/prefix]");
    }
    return new FileStorage(made(directory), address);
  }

  private static Path made(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.toAbsolutePath().getParent());
      if (posix(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(directory);
      }
    }
    return directory.toRealPath();
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String plain(URI address) {
    String text = address.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public void listening(URI address) {
    if (base != null) {
      return;
    }
    String host = String.valueOf(address.getHost());
    if (host.equals("0.0.0.0") || host.equals("[::]") || host.equals("[0:0:0:0:0:0:0:0]")) {
      throw new IllegalArgumentException(
          "A server at '"
              + host
              + "' does not know the address that clients have for it; give it to the file"
              + " storage");
    }
    base = plain(address);
  }

  @Override
  public URI store(List<ByteBuffer> content, long length, Duration lifetime) throws IOException {
    String address = url();
    sweep();
    String name = newName();
    write(name, content, Instant.now().plus(lifetime));
    return URI.create(address + name);
  }

  private String url() throws IOException {
    String address = base;
    if (address == null) {
      throw new IOException("The file storage is not part of a server that listens");
    }
    return address + ROUTE;
  }

  private void write(String name, List<ByteBuffer> content, Instant expires) throws IOException {
    Path part = directory.resolve(newName() + ".part");
    try {
      try (FileChannel out = create(part)) {
        for (ByteBuffer piece : content) {
          ByteBuffer left = piece.duplicate();
          while (left.hasRemaining()) {
            out.write(left);
          }
        }
      }
      Files.setLastModifiedTime(part, FileTime.from(expires));
      own.add(name);
      Files.move(
          part,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    Set<StandardOpenOption> how = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    return posix(file)
        ? FileChannel.open(
            file,
            how,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, how);
  }

  @Override
  public boolean givesSlots() {
    return true;
  }

  @Override
  public UploadSlot slot(long maxBytes, Duration lifetime) throws IOException {
    String address = url();
    sweep();
    if (slots.size() >= MOST_SLOTS) {
      throw new IOException("There are " + MOST_SLOTS + " upload slots open already");
    }
    Instant expires = Instant.now().plus(lifetime);
    String upload = newName();
    String name = newName();
    slots.put(upload, new Slot(name, maxBytes, expires));
    return new UploadSlot(URI.create(address + upload), URI.create(address + name), expires);
  }

  /** The most bytes that may be put under {@code name}, or -1 when there is no such slot. */
  public long room(String name) {
    Slot slot = slots.get(name);
    return slot == null || slot.expires().isBefore(Instant.now()) ? -1 : slot.maxBytes();
  }

  /**
   * Fills the slot called {@code name}; returns whether there is one.
   *
   * @throws IOException when the file cannot be written
   */
  public boolean receive(String name, List<ByteBuffer> content) throws IOException {
    Slot slot = slots.get(name);
    if (slot == null || slot.expires().isBefore(Instant.now())) {
      return false;
    }
    write(slot.name(), content, slot.expires());
    return true;
  }

  /**
   * Opens the file called {@code name}, whatever that text is; null when there is none.
   *
   * @throws IOException when it cannot be read
   */
  public @Nullable InputStream read(String name) throws IOException {
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
      return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  @Override
  public boolean owns(URI url) {
    return name(url) != null;
  }

  @Override
  public boolean allowsLoopback() {
    return true;
  }

  /** Reads the file itself: a request to the own server could wait for a thread for ever. */
  @Override
  public InputStream open(URI url) throws IOException {
    String name = name(url);
    InputStream in = name == null ? null : read(name);
    if (in == null) {
      throw new NoSuchFileException(String.valueOf(name));
    }
    return in;
  }

  private @Nullable String name(URI url) {
    String address = base;
    String text = url.toString();
    if (address == null || !text.startsWith(address + ROUTE)) {
      return null;
    }
    String name = text.substring(address.length() + ROUTE.length());
    return isName(name) ? name : null;
  }

  private static boolean isName(String text) {
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

  /** Deletes what has expired, now and then. */
  private void sweep() throws IOException {
    long now = System.nanoTime();
    long last = swept.get();
    if (now - last > SWEEP_NANOS && swept.compareAndSet(last, now)) {
      deleteExpired();
    }
  }

  /**
   * Deletes the files that have expired, which also happens by itself while others are stored.
   *
   * @throws IOException when the directory cannot be read
   */
  public void deleteExpired() throws IOException {
    Instant now = Instant.now();
    slots.values().removeIf(slot -> slot.expires().isBefore(now));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (isName(name) && expired(file, now)) {
          Files.deleteIfExists(file);
          own.remove(name);
        }
      }
    }
  }

  private static boolean expired(Path file, Instant now) throws IOException {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(now);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Deletes the files that this storage made. */
  @Override
  public void close() {
    slots.clear();
    for (String name : own) {
      try {
        Files.deleteIfExists(directory.resolve(name));
      } catch (IOException kept) {
        WorkerLog.error("A stored result could not be deleted", kept);
      }
    }
    own.clear();
  }
}
