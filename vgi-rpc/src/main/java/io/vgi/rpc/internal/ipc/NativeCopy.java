package io.vgi.rpc.internal.ipc;

import java.nio.ByteBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Copies between Arrow buffers and direct byte buffers. Arrow can do that in one step only where
 * the JVM opens {@code java.nio} to it; elsewhere bytes go through a piece of heap that stays in
 * cache.
 */
final class NativeCopy {
  private static final boolean OPENED = isOpened();
  private static final int SCRATCH_BYTES = 8 << 10;

  private final byte[] scratch = new byte[OPENED ? 0 : SCRATCH_BYTES];

  /** Fills {@code into} with the bytes of {@code from} at {@code offset}. */
  void read(ArrowBuf from, long offset, ByteBuffer into) {
    if (OPENED || !into.isDirect()) {
      from.getBytes(offset, into);
      return;
    }
    long at = offset;
    while (into.hasRemaining()) {
      int part = Math.min(scratch.length, into.remaining());
      from.getBytes(at, scratch, 0, part);
      into.put(scratch, 0, part);
      at += part;
    }
  }

  /** Writes all of {@code from} into {@code into} at {@code offset}. */
  void write(ByteBuffer from, ArrowBuf into, long offset) {
    if (OPENED || !from.isDirect()) {
      into.setBytes(offset, from);
      return;
    }
    long at = offset;
    while (from.hasRemaining()) {
      int part = Math.min(scratch.length, from.remaining());
      from.get(scratch, 0, part);
      into.setBytes(at, scratch, 0, part);
      at += part;
    }
  }

  private static boolean isOpened() {
    try {
      return MemoryUtil.getByteBufferAddress(ByteBuffer.allocateDirect(1)) != 0;
    } catch (UnsupportedOperationException closed) {
      return false;
    }
  }
}
