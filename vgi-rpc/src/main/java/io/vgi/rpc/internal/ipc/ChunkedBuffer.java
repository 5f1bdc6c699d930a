package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.DirectMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A body that is sent or read as a whole: direct buffers of one size, lent from all that are not in
 * use. One thread at a time; closing gives the buffers back.
 */
public final class ChunkedBuffer extends ByteSink.Buffered implements AutoCloseable {
  /** The size of a buffer. */
  public static final int CHUNK_BYTES = 128 << 10;

  private static final int MOST_KEPT =
      (int) Math.max(16, Math.min(256, Runtime.getRuntime().maxMemory() / 32 / CHUNK_BYTES));
  private static final int HARDLY_ANY = 16 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);
  private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(MOST_KEPT);

  private final List<ByteBuffer> filled = new ArrayList<>(1);
  private final @Nullable CallMemory memory;
  private final boolean firstAnyway;
  private ByteBuffer last = NOTHING;
  private int dropped;
  private long before;
  private byte @Nullable [] resting;

  /** Starts an empty body, of a few buffers, that counts for nobody. */
  public ChunkedBuffer() {
    this(null, false);
  }

  /** Starts an empty body whose buffers count for the call of {@code memory}. */
  public ChunkedBuffer(CallMemory memory) {
    this(memory, false);
  }

  private ChunkedBuffer(@Nullable CallMemory memory, boolean firstAnyway) {
    this.memory = memory;
    this.firstAnyway = firstAnyway;
  }

  /**
   * Starts an answer, which counts for the call of {@code memory}; its first buffer is to be had
   * even when no memory is, so that an error can be told.
   */
  public static ChunkedBuffer ofAnswer(CallMemory memory) {
    return new ChunkedBuffer(memory, true);
  }

  /** Starts an empty body that counts for the same call as this one. */
  public ChunkedBuffer another() {
    return new ChunkedBuffer(memory, false);
  }

  /** The call that the body counts for, or null. */
  public @Nullable CallMemory memory() {
    return memory;
  }

  private ByteBuffer next() {
    if (memory != null && firstAnyway && filled.isEmpty()) {
      memory.takeAnyway(CHUNK_BYTES);
    } else if (memory != null) {
      memory.take(CHUNK_BYTES);
    }
    ByteBuffer free = FREE.poll();
    try {
      ByteBuffer chunk = free == null ? ByteBuffer.allocateDirect(CHUNK_BYTES) : free.clear();
      filled.add(chunk);
      return chunk;
    } catch (OutOfMemoryError full) {
      if (memory != null) {
        memory.give(CHUNK_BYTES);
      }
      throw full;
    }
  }

  /**
   * The buffer to write to next, which has room.
   *
   * @throws io.vgi.rpc.internal.memory.MemoryLimitException if the call cannot have another one
   */
  public ByteBuffer room() {
    if (!last.hasRemaining()) {
      if (resting == null) {
        ByteBuffer fresh = next(); // may fail, and leave all as it was
        before += last.position();
        last = fresh;
      } else {
        wake();
      }
    }
    return last;
  }

  @Override
  ByteBuffer room(long wanted) {
    return room();
  }

  /** Gives back the buffer of a body that has hardly begun, until it goes on. */
  public void rest() {
    if (filled.size() != 1 || last.position() > HARDLY_ANY) {
      return;
    }
    byte[] few = new byte[last.position()];
    last.flip().get(few);
    release(filled.remove(0));
    last = NOTHING;
    before = 0;
    if (few.length > 0) {
      if (memory != null) {
        memory.take(few.length);
      }
      resting = few;
      before = few.length;
    }
  }

  private void wake() {
    if (resting != null) {
      last = next().put(resting);
      before = 0;
      forgetResting();
    }
  }

  /** How many bytes there are. */
  public long size() {
    return before + last.position();
  }

  /** Forgets all but the first {@code bytes}, of which there are as many or more. */
  public void truncate(long bytes) {
    wake();
    while (bytes < before) {
      release(filled.remove(filled.size() - 1));
      last = filled.get(filled.size() - 1);
      before -= last.position();
    }
    last.position((int) (bytes - before)).limit(last.capacity());
  }

  /** The bytes, as views of the buffers. */
  public Iterator<ByteBuffer> pieces() {
    return views().iterator();
  }

  /** The bytes, as views of the buffers. */
  public List<ByteBuffer> views() {
    wake();
    if (filled.isEmpty()) {
      return List.of(NOTHING.duplicate());
    }
    List<ByteBuffer> views = new ArrayList<>(filled.size());
    for (ByteBuffer chunk : filled) {
      views.add(chunk.duplicate().flip());
    }
    return views;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    clear();
  }

  /**
   * Gives the first {@code count} buffers back, whose bytes nobody reads any more; afterwards the
   * body can only be cleared.
   */
  public void drop(int count) {
    for (; dropped < count; dropped++) {
      release(filled.set(dropped, NOTHING));
    }
  }

  /** Forgets all bytes and gives the buffers back. */
  public void clear() {
    drop(filled.size());
    dropped = 0;
    filled.clear();
    last = NOTHING;
    before = 0;
    forgetResting();
  }

  private void forgetResting() {
    if (resting != null && memory != null) {
      memory.give(resting.length);
    }
    resting = null;
  }

  /** Frees the buffers that are not in use, which come anew at the next need; from any thread. */
  public static void freeKept() {
    ByteBuffer kept = FREE.poll();
    while (kept != null) {
      DirectMemory.free(kept);
      kept = FREE.poll();
    }
  }

  private void release(ByteBuffer chunk) {
    if (!FREE.offer(chunk)) {
      DirectMemory.free(chunk);
    }
    if (memory != null) {
      memory.give(CHUNK_BYTES);
    }
  }
}
