package io.vgi.rpc.internal.ipc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.arrow.memory.ArrowBuf;

/**
 * A body that is sent or read as a whole: direct buffers of one size, lent from all that are not in
 * use. One thread at a time; closing gives the buffers back.
 */
public final class Chunks extends ByteSink implements AutoCloseable {
  /** The size of a buffer. */
  public static final int CHUNK_BYTES = 128 << 10;

  private static final int MOST_KEPT = 256;
  private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(MOST_KEPT);

  private final List<ByteBuffer> filled = new ArrayList<>(1);
  private final NativeCopy copy = new NativeCopy();
  private ByteBuffer last;
  private long before;

  /** Starts an empty body. */
  public Chunks() {
    last = next();
  }

  private static ByteBuffer take() {
    ByteBuffer free = FREE.poll();
    return free == null ? ByteBuffer.allocateDirect(CHUNK_BYTES) : free.clear();
  }

  private ByteBuffer next() {
    ByteBuffer chunk = take();
    filled.add(chunk);
    return chunk;
  }

  /** The buffer to write to next, which has room. */
  public ByteBuffer room() {
    if (!last.hasRemaining()) {
      before += last.position();
      last = next();
    }
    return last;
  }

  /** How many bytes there are. */
  public long size() {
    return before + last.position();
  }

  /** Forgets all bytes. */
  public void reset() {
    truncate(0);
  }

  /** Forgets all but the first {@code bytes}, of which there are as many or more. */
  public void truncate(long bytes) {
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
    List<ByteBuffer> views = new ArrayList<>(filled.size());
    for (ByteBuffer chunk : filled) {
      views.add(chunk.duplicate().flip());
    }
    return views;
  }

  @Override
  void put(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      ByteBuffer to = room();
      int part = Math.min(length - done, to.remaining());
      to.put(bytes, offset + done, part);
      done += part;
    }
  }

  @Override
  void put(ArrowBuf bytes, long length) {
    long done = 0;
    while (done < length) {
      ByteBuffer to = room();
      int part = (int) Math.min(length - done, to.remaining());
      to.limit(to.position() + part);
      copy.read(bytes, done, to);
      to.limit(to.capacity());
      done += part;
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    for (ByteBuffer chunk : filled) {
      release(chunk);
    }
    filled.clear();
  }

  private static void release(ByteBuffer chunk) {
    // what does not fit is left to the garbage collector
    FREE.offer(chunk);
  }
}
