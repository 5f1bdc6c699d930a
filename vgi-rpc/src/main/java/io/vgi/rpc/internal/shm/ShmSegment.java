package io.vgi.rpc.internal.shm;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.memory.DirectMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A segment of shared memory that a client made, mapped until it is closed. One thread at a time.
 *
 * <p>What is read from it is copied before it is looked at, as the client may change it meanwhile;
 * a client that cuts the file off causes an {@link InternalError} in place of a crash, which {@link
 * #check} brings to light.
 */
final class ShmSegment implements AutoCloseable {
  /** The most that is mapped in one piece; a buffer of Java ends at 2 GiB. */
  static final long WINDOW_BYTES = 1L << 30;

  private static final int MAX_NAME_CHARS = 255;
  private static final int FILE_TYPE_MASK = 0170000;
  private static final int REGULAR_FILE = 0100000;

  private final String name;
  private final FileChannel file;
  private final long size;
  private final long windowBytes;
  private final List<MappedByteBuffer> windows;
  private final AllocationTable table;
  private boolean closed;

  private ShmSegment(
      String name,
      FileChannel file,
      long size,
      long windowBytes,
      List<MappedByteBuffer> windows,
      AllocationTable table) {
    this.name = name;
    this.file = file;
    this.size = size;
    this.windowBytes = windowBytes;
    this.windows = windows;
    this.table = table;
  }

  /**
   * Maps the file called {@code name} of {@code directory}, in pieces of {@code windowBytes}.
   *
   * <p>The name comes from the client, so it must be a plain one, of a regular file that belongs to
   * the user this process runs as: a worker with more rights than its client must not be talked
   * into changing what belongs to somebody else.
   *
   * @throws OutOfReachException when it may be a good one which only this process cannot use
   */
  static ShmSegment open(Path directory, String name, long windowBytes) {
    checkName(name);
    Path path = directory.resolve(name);
    try {
      checkFile(name, path);
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try {
        return map(name, file, windowBytes);
      } catch (Throwable failure) {
        file.close();
        throw failure;
      }
    } catch (NoSuchFileException missing) {
      throw new OutOfReachException(name, "there is no such file");
    } catch (AccessDeniedException foreign) {
      throw new OutOfReachException(name, "this process may not open it");
    } catch (IOException | InternalError failure) {
      throw unusable(name, String.valueOf(failure.getMessage()));
    }
  }

  private static void checkName(String name) {
    boolean plain = !name.isEmpty() && name.length() <= MAX_NAME_CHARS;
    boolean dots = true;
    for (int i = 0; plain && i < name.length(); i++) {
      char c = name.charAt(i);
      dots &= c == '.';
      plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || c == '.';
    }
    if (!plain || dots) {
      throw VgiException.invalidArgument(
          "The name of a shared memory segment has 1 to 255 letters, digits, '_', '-' and '.'; "
              + "this one has not");
    }
  }

  private static void checkFile(String name, Path path) throws IOException {
    Map<String, Object> file =
        Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    if (!(file.get("mode") instanceof Integer mode) || (mode & FILE_TYPE_MASK) != REGULAR_FILE) {
      throw unusable(name, "it is not a regular file");
    }
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!user.equals(file.get("uid"))) {
      throw new OutOfReachException(name, "it does not belong to the user of this process");
    }
  }

  private static ShmSegment map(String name, FileChannel file, long windowBytes)
      throws IOException {
    long size = file.size();
    if (size <= AllocationTable.HEADER_BYTES) {
      throw unusable(name, "it has only " + size + " bytes");
    }
    List<MappedByteBuffer> windows = new ArrayList<>(1);
    try {
      for (long at = 0; at < size; at += windowBytes) {
        windows.add(file.map(MapMode.READ_WRITE, at, Math.min(windowBytes, size - at)));
      }
      ByteBuffer header = windows.get(0).slice(0, AllocationTable.HEADER_BYTES);
      AllocationTable table = new AllocationTable(name, header, size);
      return new ShmSegment(name, file, size, windowBytes, windows, table);
    } catch (Throwable failure) {
      windows.forEach(DirectMemory::free);
      throw failure;
    }
  }

  private static VgiException unusable(String name, String why) {
    return VgiException.invalidArgument(sentence(name, why));
  }

  private static String sentence(String name, String why) {
    return "The shared memory '" + name + "' cannot be used: " + why;
  }

  /** The segment is not there for this process, as the client is another user or elsewhere. */
  static final class OutOfReachException extends VgiException {
    private static final long serialVersionUID = 1L;

    private OutOfReachException(String name, String why) {
      super(Kind.INVALID_ARGUMENT, sentence(name, why), null);
    }
  }

  String name() {
    return name;
  }

  /** Reserves {@code bytes}; -1 when there is no room. */
  long allocate(long bytes) {
    check();
    return table.allocate(bytes);
  }

  /** Gives back the slot at {@code offset}. */
  void free(long offset) {
    check();
    table.free(offset);
  }

  /** How many slots are in use. */
  int slots() {
    check();
    return table.count();
  }

  /** The first {@code length} bytes of the slot at {@code offset}; not to be kept. */
  Iterator<ByteBuffer> slot(long offset, long length) {
    check();
    long allocated = table.lengthAt(offset);
    if (length <= 0 || length > allocated) {
      throw VgiException.invalidArgument(
          "A batch of "
              + length
              + " bytes cannot be in a slot of "
              + allocated
              + " bytes of the shared memory '"
              + name
              + "'");
    }
    List<ByteBuffer> pieces = new ArrayList<>(1);
    for (long at = offset; at < offset + length; ) {
      int from = (int) (at % windowBytes);
      int part = (int) Math.min(windowBytes - from, offset + length - at);
      pieces.add(windows.get((int) (at / windowBytes)).slice(from, part));
      at += part;
    }
    return pieces.iterator();
  }

  /**
   * Fails when the file is not there in full any more. As a call into the system, it also makes the
   * JVM throw what earlier accesses to memory without a file behind it left pending.
   */
  void check() {
    if (closed) {
      throw new IllegalStateException("The shared memory '" + name + "' is closed");
    }
    try {
      if (file.size() < size) {
        throw unusable(name, "its file was cut off");
      }
    } catch (IOException gone) {
      throw unusable(name, String.valueOf(gone.getMessage()));
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    windows.forEach(DirectMemory::free);
    try {
      file.close();
    } catch (IOException failure) {
      throw unusable(name, String.valueOf(failure.getMessage()));
    }
  }
}
