package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.VgiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/**
 * Where encoded messages go: a connection, or the bytes of a nested stream. One thread at a time.
 */
public abstract sealed class ByteSink permits ByteSink.Buffered, ByteSink.Bytes, ByteSink.Counter {
  // larger writes make writer and reader take turns
  private static final int PIPE_BYTES = 64 << 10;
  private static final byte[] ZEROS = new byte[8];

  // held, so that a message once begun needs no memory to be finished
  private final byte[] word = new byte[Integer.BYTES];

  abstract void put(byte[] bytes, int offset, int length) throws IOException;

  abstract void put(ArrowBuf bytes, long length) throws IOException;

  /** Adds everything that {@code whole} collected. */
  public final void put(Bytes whole) throws IOException {
    put(whole.bytes, 0, whole.size);
  }

  /** Sends what is held back, which ends with a whole message. */
  public abstract void flush() throws IOException;

  /** Gives a large buffer back until it is needed again; all was flushed before. */
  public void giveBack() {}

  /**
   * Ends this sink, unless its channel is in the middle of a message, which must be finished: with
   * true nothing is sent any more and the channel is the caller's. From any thread.
   */
  public boolean takeOver() {
    return false;
  }

  final void putInt(int value) throws IOException {
    for (int i = 0; i < word.length; i++) {
      word[i] = (byte) (value >> (8 * i));
    }
    put(word, 0, word.length);
  }

  final void pad(long length) throws IOException {
    int rest = (int) (length & 7);
    if (rest != 0) {
      put(ZEROS, 0, 8 - rest);
    }
  }

  final void putZeros(long length) throws IOException {
    for (long done = 0; done < length; done += ZEROS.length) {
      put(ZEROS, 0, (int) Math.min(ZEROS.length, length - done));
    }
  }

  /** Writes to {@code channel}, in pieces of the size of a pipe. */
  public static ByteSink to(WritableByteChannel channel) {
    return to(channel, PIPE_BYTES);
  }

  /** Writes to {@code channel} in pieces of {@code chunkBytes}: one copy, one write per piece. */
  public static ByteSink to(WritableByteChannel channel, int chunkBytes) {
    return new Channel(channel, ByteBuffer.allocateDirect(chunkBytes), null);
  }

  /** Writes to {@code channel} by way of {@code buffers}. */
  public static ByteSink to(WritableByteChannel channel, ConnectionBuffers buffers) {
    return new Channel(channel, buffers.out(), buffers);
  }

  /** Collects bytes in memory. */
  public static Bytes toBytes() {
    return new Bytes(512);
  }

  /** Collects bytes in memory, which are likely to be that many. */
  static Bytes toBytes(int expected) {
    return new Bytes(expected);
  }

  /** Fills {@code pieces}, which together have room for everything that is written. */
  public static ByteSink into(Iterator<ByteBuffer> pieces) {
    return new Pieces(pieces);
  }

  /** Counts bytes and drops them. */
  public static Counter counting() {
    return new Counter();
  }

  /** Fills one buffer after the other. */
  abstract static sealed class Buffered extends ByteSink permits Channel, Pieces, ChunkedBuffer {
    private final NativeCopy copy = new NativeCopy();

    /** The buffer to write to next, which has room, for at least {@code wanted} bytes if it can. */
    abstract ByteBuffer room(long wanted);

    @Override
    final void put(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        ByteBuffer to = room(length - done);
        int part = Math.min(length - done, to.remaining());
        to.put(bytes, offset + done, part);
        done += part;
      }
    }

    @Override
    final void put(ArrowBuf bytes, long length) {
      long done = 0;
      while (done < length) {
        ByteBuffer to = room(length - done);
        int limit = to.limit();
        int part = (int) Math.min(length - done, to.remaining());
        to.limit(to.position() + part);
        copy.read(bytes, done, to);
        to.limit(limit);
        done += part;
      }
    }
  }

  static final class Channel extends Buffered {
    /** What the channel can be used for by others. */
    private enum State {
      BETWEEN_MESSAGES,
      IN_A_MESSAGE,
      TAKEN
    }

    private final WritableByteChannel channel;
    private final @Nullable ConnectionBuffers buffers;
    private ByteBuffer staging;
    private final AtomicReference<State> state = new AtomicReference<>(State.BETWEEN_MESSAGES);
    private boolean sending;
    private boolean peerGone;

    private Channel(
        WritableByteChannel channel, ByteBuffer staging, @Nullable ConnectionBuffers buffers) {
      this.channel = channel;
      this.staging = staging;
      this.buffers = buffers;
    }

    @Override
    public void flush() {
      send();
      if (sending) {
        sending = false;
        state.set(State.BETWEEN_MESSAGES);
      }
    }

    @Override
    public void giveBack() {
      if (buffers != null && staging.position() == 0) {
        staging = buffers.out();
      }
    }

    @Override
    public boolean takeOver() {
      return state.compareAndSet(State.BETWEEN_MESSAGES, State.TAKEN);
    }

    private void send() {
      if (!sending) {
        sending = state.compareAndSet(State.BETWEEN_MESSAGES, State.IN_A_MESSAGE);
        peerGone |= !sending;
      }
      staging.flip();
      try {
        while (!peerGone && staging.hasRemaining()) {
          channel.write(staging);
        }
      } catch (IOException lost) {
        // a peer that stopped reading may have sent a cancel or a rollback that must still run
        peerGone = true;
      } finally {
        staging.clear();
      }
    }

    @Override
    ByteBuffer room(long wanted) {
      if (!staging.hasRemaining()) {
        send();
        if (buffers != null && wanted > staging.capacity()) {
          staging = buffers.largerOut().clear();
        }
      }
      return staging;
    }
  }

  /** Collects bytes in memory. */
  public static final class Bytes extends ByteSink {
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    private Bytes(int expected) {
      this.bytes = new byte[expected];
    }

    @Override
    void put(byte[] from, int offset, int length) {
      grow(length);
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
    }

    @Override
    void put(ArrowBuf from, long length) {
      grow(length);
      from.getBytes(0, bytes, size, (int) length);
      size += (int) length;
    }

    @Override
    public void flush() {}

    /** What was written, as an array of its own; nothing may be written afterwards. */
    public byte[] toArray() {
      return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void grow(long more) {
      long needed = size + more;
      if (needed > MAX_BYTES) {
        throw VgiException.invalidArgument("A nested Arrow stream is over the limit of 2 GiB");
      } else if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, size * 2L)));
      }
    }
  }

  static final class Pieces extends Buffered {
    private final Iterator<ByteBuffer> pieces;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    private Pieces(Iterator<ByteBuffer> pieces) {
      this.pieces = pieces;
    }

    @Override
    public void flush() {}

    @Override
    ByteBuffer room(long wanted) {
      while (!piece.hasRemaining()) {
        if (!pieces.hasNext()) {
          throw new IllegalStateException("More is written than there is room for");
        }
        piece = pieces.next();
      }
      return piece;
    }
  }

  /** Counts bytes and drops them. */
  public static final class Counter extends ByteSink {
    private long size;

    private Counter() {}

    @Override
    void put(byte[] bytes, int offset, int length) {
      size += length;
    }

    @Override
    void put(ArrowBuf bytes, long length) {
      size += length;
    }

    @Override
    public void flush() {}

    /** How many bytes were written. */
    public long size() {
      return size;
    }
  }
}
