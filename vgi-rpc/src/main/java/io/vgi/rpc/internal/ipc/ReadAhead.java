package io.vgi.rpc.internal.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The input of a connection, whose end can be seen while the thread that reads it is busy
 * elsewhere: what comes before the end is kept, and read in its order later. Whoever looks sees to
 * it that nobody reads meanwhile.
 */
abstract sealed class ReadAhead implements ReadableByteChannel {
  /** The most that is kept; an end behind more than that is not seen. */
  static final int MOST_BYTES = 8 << 10;

  private final ReadableByteChannel channel;

  private ReadAhead(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /** Prepares to look ahead in {@code channel}, which must block. */
  static ReadAhead of(ReadableByteChannel channel) {
    return channel instanceof SocketChannel socket ? new OfSocket(socket) : new OfPipe(channel);
  }

  /** Finds out what has come; does not block. */
  abstract void look();

  /** Whether the end was seen. */
  abstract boolean isOver();

  /** Adds what was read ahead to {@code into}, which has room for it, without taking it away. */
  abstract void peek(ByteBuffer into);

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static int move(ByteBuffer kept, ByteBuffer into) {
    kept.flip();
    int count = Math.min(kept.remaining(), into.remaining());
    int limit = kept.limit();
    kept.limit(kept.position() + count);
    into.put(kept);
    kept.limit(limit);
    kept.compact();
    return count;
  }

  /** Looks by a read that does not wait. */
  static final class OfSocket extends ReadAhead {
    private final SocketChannel channel;
    private @Nullable ByteBuffer kept;
    private @Nullable IOException failure;
    private boolean over;

    OfSocket(SocketChannel channel) {
      super(channel);
      this.channel = channel;
    }

    @Override
    void look() {
      ByteBuffer room = kept;
      if (room == null) {
        room = ByteBuffer.allocate(MOST_BYTES);
        kept = room;
      }
      if (over || !room.hasRemaining()) {
        return;
      }
      try {
        channel.configureBlocking(false);
        try {
          over = channel.read(room) < 0;
        } finally {
          channel.configureBlocking(true);
        }
      } catch (IOException lost) {
        failure = lost;
        over = true;
      }
    }

    @Override
    boolean isOver() {
      return over;
    }

    @Override
    void peek(ByteBuffer into) {
      if (kept != null) {
        into.put(kept.duplicate().flip());
      }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      ByteBuffer before = kept;
      if (before != null && before.position() > 0) {
        return move(before, into);
      } else if (failure != null) {
        throw failure;
      }
      return over ? -1 : channel.read(into);
    }
  }

  /**
   * Looks by a thread that waits for what comes next, as Java cannot ask a pipe for its end. It
   * outlives the call when nothing comes; then the next read waits for it.
   */
  private static final class OfPipe extends ReadAhead {
    private final ReadableByteChannel channel;
    private final ByteBuffer kept = ByteBuffer.allocate(MOST_BYTES);
    private @Nullable IOException failure;
    private boolean used;
    private boolean over;
    private boolean running;
    private boolean looking;

    OfPipe(ReadableByteChannel channel) {
      super(channel);
      this.channel = channel;
    }

    @Override
    synchronized void look() {
      used = true;
      looking = true;
      if (!running && !over && kept.hasRemaining()) {
        running = true;
        Thread reader = new Thread(this::readOn, "vgi-read-ahead");
        reader.setDaemon(true);
        reader.start();
      }
    }

    @Override
    synchronized boolean isOver() {
      return over;
    }

    @Override
    synchronized void peek(ByteBuffer into) {
      into.put(kept.duplicate().flip());
    }

    private void readOn() {
      ByteBuffer next = ByteBuffer.allocate(MOST_BYTES);
      boolean more = true;
      while (more) {
        int count = -1;
        IOException lost = null;
        try {
          next.clear().limit(room());
          count = channel.read(next);
        } catch (IOException closed) {
          lost = closed;
        } catch (RuntimeException failed) {
          lost = new IOException("The input failed: " + failed.getMessage(), failed);
        }
        more = took(next.flip(), count < 0, lost);
      }
    }

    private synchronized int room() {
      return kept.remaining();
    }

    /** Hands over what was read; returns whether to read on. */
    private synchronized boolean took(ByteBuffer bytes, boolean end, @Nullable IOException lost) {
      kept.put(bytes);
      over = end;
      failure = lost;
      running = looking && !end && kept.hasRemaining();
      notifyAll();
      return running;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (used) {
        int count = readKept(into);
        if (count != 0) {
          return count;
        }
      }
      return channel.read(into);
    }

    /** What the thread has read or is about to; 0 when it does not run. */
    private synchronized int readKept(ByteBuffer into) throws IOException {
      looking = false;
      try {
        while (running && kept.position() == 0) {
          wait();
        }
      } catch (InterruptedException stop) {
        // as a channel does that is interrupted while it waits
        Thread.currentThread().interrupt();
        channel.close();
        throw new ClosedByInterruptException();
      }
      if (kept.position() > 0) {
        return move(kept, into);
      } else if (failure != null) {
        throw failure;
      }
      return over ? -1 : 0;
    }
  }
}
