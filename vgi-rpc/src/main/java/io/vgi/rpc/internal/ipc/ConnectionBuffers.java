package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.log.WorkerLog;
import java.nio.ByteBuffer;

/**
 * The buffers of one thread, used for one connection after the other. They are small until a batch
 * is not, so that many connections fit into memory. One thread at a time.
 */
public final class ConnectionBuffers {
  private static final int FIRST_BYTES = 32 << 10;
  private static final int MOST_BYTES = 256 << 10;

  private ByteBuffer in = ByteBuffer.allocateDirect(FIRST_BYTES);
  private ByteBuffer out = ByteBuffer.allocateDirect(FIRST_BYTES);
  private boolean exhausted;

  /** What is read by; what it holds is of no use any more. */
  ByteBuffer in() {
    return in;
  }

  /** What is written by; what it holds is of no use any more. */
  ByteBuffer out() {
    return out;
  }

  /** As {@link #in}, after a large read. */
  ByteBuffer largerIn() {
    in = larger(in);
    return in;
  }

  /** As {@link #out}, within a large write. */
  ByteBuffer largerOut() {
    out = larger(out);
    return out;
  }

  private ByteBuffer larger(ByteBuffer buffer) {
    if (exhausted || buffer.capacity() >= MOST_BYTES) {
      return buffer;
    }
    try {
      return ByteBuffer.allocateDirect(MOST_BYTES);
    } catch (OutOfMemoryError none) { // a small one does as well, only slower
      exhausted = true;
      WorkerLog.debug("A connection goes on with small buffers: " + none.getMessage());
      return buffer;
    }
  }
}
