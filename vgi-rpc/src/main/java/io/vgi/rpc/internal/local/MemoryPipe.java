package io.vgi.rpc.internal.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A bounded pipe between two threads: writers wait for room, readers for bytes or the end. */
final class MemoryPipe {
  private static final int CAPACITY = 64 << 10;

  private final byte[] ring = new byte[CAPACITY];
  private int start;
  private int size;
  private boolean writerClosed;
  private boolean readerClosed;

  ReadableByteChannel reader() {
    return new Reader();
  }

  WritableByteChannel writer() {
    return new Writer();
  }

  private synchronized int read(ByteBuffer into) throws IOException {
    await(() -> size > 0 || writerClosed || readerClosed);
    if (readerClosed) {
      throw new ClosedChannelException();
    } else if (size == 0) {
      return -1;
    }
    int count = 0;
    while (size > 0 && into.hasRemaining()) {
      int part = Math.min(Math.min(size, CAPACITY - start), into.remaining());
      into.put(ring, start, part);
      start = (start + part) % CAPACITY;
      size -= part;
      count += part;
    }
    notifyAll();
    return count;
  }

  private synchronized int write(ByteBuffer from) throws IOException {
    int count = from.remaining();
    while (from.hasRemaining()) {
      await(() -> size < CAPACITY || writerClosed || readerClosed);
      if (writerClosed) {
        throw new ClosedChannelException();
      } else if (readerClosed) {
        throw new IOException("Broken pipe");
      }
      int end = (start + size) % CAPACITY;
      int part = Math.min(Math.min(CAPACITY - size, CAPACITY - end), from.remaining());
      from.get(ring, end, part);
      size += part;
      notifyAll();
    }
    return count;
  }

  private synchronized void closeWriter() {
    writerClosed = true;
    notifyAll();
  }

  private synchronized void closeReader() {
    readerClosed = true;
    notifyAll();
  }

  private synchronized boolean isWriterOpen() {
    return !writerClosed;
  }

  private synchronized boolean isReaderOpen() {
    return !readerClosed;
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }

  private synchronized void await(Condition condition) throws IOException {
    while (!condition.holds()) {
      try {
        wait();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("Interrupted while waiting for the other end");
      }
    }
  }

  private final class Reader implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      return MemoryPipe.this.read(into);
    }

    @Override
    public boolean isOpen() {
      return isReaderOpen();
    }

    @Override
    public void close() {
      closeReader();
    }
  }

  private final class Writer implements WritableByteChannel {
    @Override
    public int write(ByteBuffer from) throws IOException {
      return MemoryPipe.this.write(from);
    }

    @Override
    public boolean isOpen() {
      return isWriterOpen();
    }

    @Override
    public void close() {
      closeWriter();
    }
  }
}
