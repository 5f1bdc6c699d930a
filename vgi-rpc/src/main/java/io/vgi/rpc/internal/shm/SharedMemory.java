package io.vgi.rpc.internal.shm;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The shared memory of one connection: the client names a segment in a request, from then on large
 * batches lie there and the connection carries pointers to them. One thread at a time.
 */
public final class SharedMemory implements AutoCloseable {
  private static final String DIRECTORY = "/dev/shm";
  private static final String THRESHOLD_VARIABLE = "VGI_RPC_SHM_MIN_BATCH_BYTES";
  private static final long DEFAULT_THRESHOLD = 128 << 10;

  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final boolean near;
  private final BufferAllocator allocator;
  private final IpcLimits limits;
  private @Nullable ShmSegment segment;
  private ShmSegment.@Nullable OutOfReachException outOfReach;
  private long threshold;
  private @Nullable WireBatch params;
  private boolean answering;
  private boolean writable;
  private long read;
  private long written;
  private long full;

  /**
   * Prepares for a connection.
   *
   * @param near whether the client is known to be on this machine and of this user; any other is
   *     not given access to files of this machine
   */
  public SharedMemory(boolean near, BufferAllocator allocator, IpcLimits limits) {
    this.near = near;
    this.allocator = allocator;
    this.limits = limits;
  }

  /** Whether the client may offer a segment. */
  public boolean isOffered() {
    // elsewhere shared memory is no file, so it cannot be mapped without native calls
    return near
        && "Linux".equals(System.getProperty("os.name"))
        && Files.isWritable(Path.of(DIRECTORY));
  }

  /**
   * Takes note of what {@code request} says and returns it or, when it is a pointer, what it points
   * to, which is released by {@link #done}; the request stays the caller's.
   */
  public WireBatch request(WireBatch request) {
    String name = near ? request.metadata().text(MetadataKeys.SHM_SEGMENT_NAME) : null;
    if (name != null) {
      attach(name);
    }
    if (isPointer(request)) {
      answering = true;
      params = read(request);
      return params;
    }
    answering = name != null;
    return request;
  }

  /** The request was answered. */
  public void done() {
    answering = false;
    if (params != null) {
      params.close();
      params = null;
    }
  }

  /** Returns {@code batch} or, when it is a pointer, what it points to; closes the pointer then. */
  public @Nullable WireBatch input(@Nullable WireBatch batch) {
    if (batch == null || !isPointer(batch)) {
      return batch;
    }
    try (batch) {
      return read(batch);
    }
  }

  /** Writes {@code answer}, which stays the caller's, as a pointer where that pays. */
  public void write(StreamWriter out, WireBatch answer) throws IOException {
    if (!answering
        || !writable
        || segment == null
        || answer.rows() == 0
        || out.schema().hasDictionaries()
        || bytes(answer) < threshold
        || !place(segment, out, answer)) {
      out.write(answer);
    }
  }

  @Override
  public void close() {
    done();
    detach();
  }

  private void detach() {
    if (segment != null) {
      WorkerLog.debug(
          "Shared memory '"
              + segment.name()
              + "': "
              + read
              + " batches read, "
              + written
              + " written, "
              + full
              + " did not fit");
      segment.close();
      segment = null;
    }
  }

  private void attach(String name) {
    if (segment != null && segment.name().equals(name)) {
      return;
    }
    ShmSegment next;
    try {
      next = ShmSegment.open(Path.of(DIRECTORY), name, ShmSegment.WINDOW_BYTES);
    } catch (ShmSegment.OutOfReachException unreachable) {
      // the client works without as well, as long as it does not point there
      detach();
      outOfReach = unreachable;
      if (WARNED.compareAndSet(false, true)) {
        WorkerLog.warn(unreachable.getMessage() + "; batches are sent over the connection");
      }
      return;
    }
    detach();
    outOfReach = null;
    segment = next;
    threshold = threshold();
    writable = true;
    read = 0;
    written = 0;
    full = 0;
  }

  private static long threshold() {
    String given = System.getenv(THRESHOLD_VARIABLE);
    try {
      return given == null || given.isEmpty() ? DEFAULT_THRESHOLD : Long.parseLong(given.trim());
    } catch (NumberFormatException unreadable) {
      WorkerLog.warn(THRESHOLD_VARIABLE + " is not a number of bytes: '" + given + "'");
      return DEFAULT_THRESHOLD;
    }
  }

  private static boolean isPointer(WireBatch batch) {
    return batch.rows() == 0
        && batch.metadata().has(MetadataKeys.SHM_OFFSET)
        && !batch.metadata().has(MetadataKeys.LOG_LEVEL);
  }

  private WireBatch read(WireBatch pointer) {
    if (outOfReach != null) {
      throw outOfReach;
    } else if (segment == null) {
      throw VgiException.invalidArgument(
          "A batch points into shared memory, but this connection has none: name the segment in"
              + " a request first");
    }
    long offset = number(pointer.metadata(), MetadataKeys.SHM_OFFSET);
    long length = number(pointer.metadata(), MetadataKeys.SHM_LENGTH);
    WireBatch whole = Slot.read(segment, offset, length, pointer, allocator, limits);
    read++;
    return whole;
  }

  private static long number(Metadata metadata, String key) {
    String text = metadata.text(key);
    try {
      return Long.parseLong(String.valueOf(text));
    } catch (NumberFormatException unreadable) {
      throw VgiException.invalidArgument(
          "A batch points into shared memory with a bad value of '" + key + "'");
    }
  }

  private static long bytes(WireBatch batch) {
    long bytes = 0;
    for (FieldVector column : batch.columns()) {
      bytes += column.getBufferSize();
    }
    return bytes;
  }

  /** Returns false when there is no room, with nothing done. */
  private boolean place(ShmSegment segment, StreamWriter out, WireBatch answer) throws IOException {
    long length = Slot.measure(out.schema(), answer, allocator);
    long offset = segment.allocate(length);
    if (offset < 0) {
      full++;
      return false;
    }
    boolean pointed = false;
    try {
      Slot.write(segment, offset, length, out.schema(), answer, allocator);
      Metadata pointer =
          answer.metadata().toBuilder()
              .put(MetadataKeys.SHM_OFFSET, Long.toString(offset))
              .put(MetadataKeys.SHM_LENGTH, Long.toString(length))
              .build();
      out.writeEmpty(pointer, allocator);
      pointed = true;
      written++;
    } catch (InternalError unbacked) {
      // the machine has no memory for the segment, of which the client made the mere name
      WorkerLog.warn("The shared memory '" + segment.name() + "' cannot be filled: " + unbacked);
      writable = false;
    } finally {
      if (!pointed) {
        segment.free(offset);
      }
    }
    return pointed;
  }
}
