package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.HeapMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/** Cuts encapsulated messages out of a byte source. */
final class MessageReader implements AutoCloseable {
  private static final byte[] NOTHING = {};
  private static final int CONTINUATION = -1;
  private static final int METADATA_STEP = 1 << 20;
  private static final int LEAST_METADATA = 1024;
  private static final long BODY_STEP = 16L << 20;

  private final ByteSource source;
  private final IpcLimits limits;
  private final HeapMemory heap;
  private byte[] metadata = new byte[LEAST_METADATA];
  private boolean endOfInput;

  MessageReader(ByteSource source, IpcLimits limits, HeapMemory heap) {
    this.source = source;
    this.limits = limits;
    this.heap = heap;
  }

  /** The next message, valid until the one after it is read; null at the end of the stream. */
  @Nullable Message next() throws IOException {
    if (source.atEnd()) {
      endOfInput = true;
      return null;
    }
    if (source.readInt() != CONTINUATION) {
      throw new BrokenStreamException("The input is not an Arrow IPC stream");
    }
    int length = source.readInt();
    if (length == 0) {
      return null;
    }
    if (length < 0 || length > limits.metadataBytes()) {
      throw new BrokenStreamException("An Arrow message announces " + length + " metadata bytes");
    }
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, METADATA_STEP);
      if (metadata.length < done + part) {
        grow(Math.max(done + part, metadata.length * 2));
      }
      source.readFully(metadata, done, part);
      done += part;
    }
    ByteBuffer bytes = ByteBuffer.wrap(metadata, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      Message message = Message.getRootAsMessage(bytes);
      if (message.bodyLength() < 0) {
        throw new BrokenStreamException("An Arrow message announces a negative body length");
      }
      return message;
    } catch (RuntimeException malformed) {
      throw new BrokenStreamException("The metadata of an Arrow message is malformed", malformed);
    }
  }

  private void grow(int bytes) throws IOException {
    try {
      heap.take(bytes - metadata.length);
    } catch (MemoryLimitException full) { // how long the body is cannot be known, so it ends here
      throw new BrokenStreamException("The metadata of an Arrow message is too much", full);
    }
    metadata = Arrays.copyOf(metadata, bytes);
  }

  /** Gives back what messages of this stream took of the heap. */
  @Override
  public void close() {
    if (metadata.length > LEAST_METADATA) {
      heap.give(metadata.length - LEAST_METADATA);
      metadata = new byte[LEAST_METADATA];
    }
  }

  /** Whether the input ended where a message would have begun. */
  boolean endOfInput() {
    return endOfInput;
  }

  /**
   * Reads a body; memory grows with the bytes that arrive, not with the length announced. A body
   * that does not fit is skipped, so that the stream stays in step.
   */
  ArrowBuf readBody(long length, BufferAllocator allocator) throws IOException {
    if (length > limits.bodyBytes()) {
      source.skip(length);
      throw new InvalidBatchException(
          "A batch of " + length + " bytes is over the limit of " + limits.bodyBytes() + " bytes");
    }
    long done = 0;
    ArrowBuf body = null;
    try {
      CallMemory.check(allocator, length);
      body = allocator.buffer(Math.min(length, Math.max(BODY_STEP, source.held())));
      while (true) {
        long part = Math.min(length, body.capacity()) - done;
        source.readFully(body, done, part);
        done += part;
        if (done == length) {
          return body;
        }
        ArrowBuf larger = allocator.buffer(Math.min(length, body.capacity() * 2));
        larger.setBytes(0, body, 0, done);
        body.close();
        body = larger;
      }
    } catch (MemoryLimitException full) {
      skipRest(body, length - done);
      throw full;
    } catch (OutOfMemoryException | OutOfMemoryError full) {
      skipRest(body, length - done);
      throw MemoryLimitException.none(full);
    } catch (Throwable failure) {
      if (body != null) {
        body.close();
      }
      throw failure;
    }
  }

  /**
   * Reads a small body into an array, which is charged to the call. One that does not fit is
   * skipped, so that the stream stays in step.
   */
  byte[] readSmallBody(int length) throws IOException {
    try {
      heap.take(length);
    } catch (MemoryLimitException full) {
      source.skip(length);
      throw full;
    }
    byte[] body = new byte[length];
    source.readFully(body, 0, length);
    return body;
  }

  /** The message that was read last stays valid. */
  void keepMessage() {
    metadata = NOTHING;
  }

  private void skipRest(@Nullable ArrowBuf body, long length) throws IOException {
    if (body != null) {
      body.close();
    }
    source.skip(length);
  }

  void skipBody(long length) throws IOException {
    source.skip(length);
  }
}
