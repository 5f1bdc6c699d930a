package io.vgi.rpc.internal.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Collections;
import java.util.Iterator;
import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/**
 * The one buffered input of a connection, shared by its successive streams, or the bytes of a
 * nested stream. One thread at a time.
 */
public final class ByteSource {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer;
  private final NativeCopy copy = new NativeCopy();
  private final @Nullable ReadAhead ahead;
  private final @Nullable ConnectionBuffers buffers;
  private final Iterator<ByteBuffer> pieces;
  private long behind;

  private ByteSource(
      ByteBuffer buffer,
      @Nullable ReadAhead ahead,
      @Nullable ConnectionBuffers buffers,
      Iterator<ByteBuffer> pieces) {
    this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
    this.ahead = ahead;
    this.buffers = buffers;
    this.pieces = pieces;
  }

  /** Reads from {@code channel}, which must block; only an interrupt while it waits ends that. */
  public static ByteSource of(ReadableByteChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    return new ByteSource(
        buffer.limit(0), ReadAhead.of(channel), null, Collections.emptyIterator());
  }

  /** As above, by way of {@code buffers}. */
  public static ByteSource of(ReadableByteChannel channel, ConnectionBuffers buffers) {
    ByteBuffer buffer = buffers.in().clear().limit(0);
    return new ByteSource(buffer, ReadAhead.of(channel), buffers, Collections.emptyIterator());
  }

  /** Reads {@code bytes}. */
  public static ByteSource of(byte[] bytes) {
    ByteBuffer all = bytes.length == 0 ? NOTHING.duplicate() : ByteBuffer.wrap(bytes);
    return new ByteSource(all, null, null, Collections.emptyIterator());
  }

  /** Reads what {@code chunks} holds, which must stay as it is until then. */
  public static ByteSource of(ChunkedBuffer chunks) {
    ByteSource source = new ByteSource(NOTHING.duplicate(), null, null, chunks.pieces());
    source.behind = chunks.size();
    return source;
  }

  /** Reads {@code pieces}, one after the other. */
  public static ByteSource of(Iterator<ByteBuffer> pieces) {
    return new ByteSource(NOTHING.duplicate(), null, null, pieces);
  }

  /**
   * Finds out what has come, without waiting for it. For another thread than the one that reads,
   * which must not read meanwhile; so are {@link #isOver} and {@link #announces}.
   */
  public void look() {
    if (ahead != null) {
      ahead.look();
    }
  }

  /** Whether {@link #look} has seen the end of the input, perhaps behind bytes not yet read. */
  public boolean isOver() {
    return ahead != null && ahead.isOver();
  }

  /**
   * Whether the stream that is read next has a batch with the metadata {@code key}, as far seen.
   */
  public boolean announces(String key) {
    if (ahead == null || buffer.remaining() > ReadAhead.MOST_BYTES) {
      return false;
    }
    ByteBuffer seen = ByteBuffer.allocate(2 * ReadAhead.MOST_BYTES);
    seen.put(buffer.duplicate());
    ahead.peek(seen);
    return MessageScan.finds(seen.flip(), key);
  }

  /** Whether this is the input of a socket. */
  public boolean isSocket() {
    return ahead instanceof ReadAhead.OfSocket;
  }

  /** How many bytes can be read for certain. */
  long held() {
    return buffer.remaining() + behind;
  }

  /** Whether the input is over; blocks until that is known. */
  boolean atEnd() throws IOException {
    return !buffer.hasRemaining() && !fill();
  }

  int readInt() throws IOException {
    if (buffer.remaining() >= Integer.BYTES) {
      return buffer.getInt();
    }
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      if (!buffer.hasRemaining() && !fill()) {
        throw truncated();
      }
      value |= (buffer.get() & 0xff) << (8 * i);
    }
    return value;
  }

  void readFully(byte[] into, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = available(length - done);
      buffer.get(into, offset + done, part);
      done += part;
    }
  }

  void readFully(ArrowBuf into, long offset, long length) throws IOException {
    long done = 0;
    while (done < length) {
      int part = available(length - done);
      int limit = buffer.limit();
      buffer.limit(buffer.position() + part);
      copy.write(buffer, into, offset + done);
      buffer.limit(limit);
      done += part;
    }
  }

  void skip(long length) throws IOException {
    long done = 0;
    while (done < length) {
      int part = available(length - done);
      buffer.position(buffer.position() + part);
      done += part;
    }
  }

  private int available(long wanted) throws IOException {
    if (!buffer.hasRemaining() && !fill()) {
      throw truncated();
    }
    return (int) Math.min(wanted, buffer.remaining());
  }

  private boolean fill() throws IOException {
    while (pieces.hasNext()) {
      buffer = pieces.next().order(ByteOrder.LITTLE_ENDIAN);
      behind = Math.max(0, behind - buffer.remaining());
      if (buffer.hasRemaining()) {
        return true;
      }
    }
    if (ahead == null) {
      return false;
    }
    if (buffers != null && buffer.limit() == buffer.capacity()) { // there was more to read
      buffer = buffers.largerIn().order(ByteOrder.LITTLE_ENDIAN);
    }
    buffer.clear();
    int read;
    do {
      SteadyChannels.forgetInterrupt();
      read = ahead.read(buffer);
    } while (read == 0);
    buffer.flip();
    return read > 0;
  }

  private static BrokenStreamException truncated() {
    return new BrokenStreamException("The stream ends inside a message");
  }
}
