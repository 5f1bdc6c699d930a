package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.DirectMemory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one thread, used for one connection after the other. They are small but for a call
 * with a large batch, which borrows larger ones, so that many connections fit into memory. One
 * thread at a time.
 */
public final class ConnectionBuffers {
  private static final int SMALL_BYTES = 32 << 10;
  private static final int LARGE_BYTES = 256 << 10;
  private static final int MOST_KEPT = 4;

  /** Large buffers that no connection has, guarded by itself. */
  private static final ArrayDeque<ByteBuffer> FREE = new ArrayDeque<>(MOST_KEPT);

  private final ByteBuffer in = ByteBuffer.allocateDirect(SMALL_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(SMALL_BYTES);
  private @Nullable ByteBuffer largeIn;
  private @Nullable ByteBuffer largeOut;
  private boolean exhausted;

  /** A small buffer to read by; what was read by until now is of no use any more. */
  ByteBuffer in() {
    release(largeIn);
    largeIn = null;
    return in.clear();
  }

  /** A small buffer to write by; what was written by until now is of no use any more. */
  ByteBuffer out() {
    release(largeOut);
    largeOut = null;
    return out.clear();
  }

  /** Another buffer to read by, after a large read; larger if there is memory. */
  ByteBuffer largerIn() {
    if (largeIn == null) {
      largeIn = borrow();
    }
    return largeIn == null ? in : largeIn;
  }

  /** Another buffer to write by, within a large write; larger if there is memory. */
  ByteBuffer largerOut() {
    if (largeOut == null) {
      largeOut = borrow();
    }
    return largeOut == null ? out : largeOut;
  }

  /** How many bytes this connection has. */
  int held() {
    return in.capacity()
        + out.capacity()
        + (largeIn == null ? 0 : LARGE_BYTES)
        + (largeOut == null ? 0 : LARGE_BYTES);
  }

  private @Nullable ByteBuffer borrow() {
    ByteBuffer free;
    synchronized (FREE) {
      free = FREE.poll();
    }
    if (free != null || exhausted) {
      return free;
    }
    try {
      return ByteBuffer.allocateDirect(LARGE_BYTES);
    } catch (OutOfMemoryError none) { // a small one does as well, only slower
      exhausted = true;
      WorkerLog.debug("A connection goes on with small buffers: " + none.getMessage());
      return null;
    }
  }

  /** Frees what no connection has, which comes anew at the next need; from any thread. */
  public static void freeKept() {
    synchronized (FREE) {
      while (!FREE.isEmpty()) {
        DirectMemory.free(FREE.pop());
      }
    }
  }

  private static void release(@Nullable ByteBuffer large) {
    if (large == null) {
      return;
    }
    synchronized (FREE) {
      if (FREE.size() < MOST_KEPT) {
        FREE.push(large);
        return;
      }
    }
    DirectMemory.free(large);
  }
}
