package io.vgi.rpc.internal.socket;

import io.vgi.rpc.internal.dispatch.Conversation;
import io.vgi.rpc.internal.ipc.ConnectionBuffers;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An accepted connection, for the thread that serves it and for the one that closes the listener.
 */
public final class Connection {
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long FIRST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final long accepted = System.nanoTime();
  private final SocketChannel channel;
  private final ConnectionBuffers buffers;
  private @Nullable Conversation conversation;
  private boolean retired;

  Connection(SocketChannel channel, ConnectionBuffers buffers) {
    this.channel = channel;
    this.buffers = buffers;
  }

  /** Its socket. */
  public SocketChannel channel() {
    return channel;
  }

  /** The buffers of the serving thread. */
  public ConnectionBuffers buffers() {
    return buffers;
  }

  /** The conversation on this connection is about to begin. */
  public synchronized void begin(Conversation begun) {
    conversation = begun;
    if (retired) {
      begun.phase().retire();
    }
  }

  private synchronized @Nullable Conversation begun() {
    return conversation;
  }

  void stop() {
    Conversation begun = begun();
    if (begun != null) {
      begun.stop();
    }
    closeIfIdle();
  }

  void cut() {
    Conversation begun = begun();
    if (begun != null) {
      begun.cut();
    }
  }

  /** Whether the client has left, though a method still runs. */
  boolean isDeserted() {
    Conversation begun = begun();
    return begun != null && begun.presence().isGone();
  }

  /** Since when, by the nanosecond clock. */
  long desertedSince() {
    Conversation begun = begun();
    return begun == null ? accepted : begun.presence().goneSince();
  }

  /** Whether a call runs, or is likely to come as the client has only just connected. */
  boolean isBusy() {
    Conversation begun = begun();
    return (begun != null && begun.phase().isBusy() && !begun.presence().isGone())
        || isFresh(begun);
  }

  private boolean isFresh(@Nullable Conversation begun) {
    return (begun == null || begun.phase().isUnused())
        && System.nanoTime() - accepted < FRESH_NANOS;
  }

  void closeIfIdle() {
    if (!isFresh(begun()) && retire()) {
      close();
    }
  }

  /** Closes a connection on which no call ran for {@code nanos}, so that others get its thread. */
  void closeIfIdleFor(long nanos) {
    Conversation begun = begun();
    boolean unused = begun == null || begun.phase().isUnused();
    long since = begun == null || unused ? accepted : begun.phase().endedAt();
    if (System.nanoTime() - since > (unused ? Math.min(nanos, FIRST_NANOS) : nanos) && retire()) {
      WorkerLog.debug("A connection that nobody used was closed");
      close();
    }
  }

  /** Sees to it that no call begins any more; false when one runs. */
  private synchronized boolean retire() {
    retired = conversation == null || conversation.phase().retire();
    return retired;
  }

  /**
   * Tells the client that its call was given up, and closes. In the middle of a message that would
   * be taken for data, so such a connection stays open: whoever reads on gets the rest, and the
   * error at the next turn.
   */
  void sayLastWord() {
    Conversation begun = begun();
    if (begun == null) {
      return;
    }
    // a thread of its own, as a client that does not read holds up whoever writes to it
    Thread speaker =
        new Thread(
            () -> {
              try {
                ByteBuffer word = ByteBuffer.wrap(begun.lastWord());
                if (begun.takeOver()) {
                  while (word.hasRemaining()) {
                    channel.write(word);
                  }
                  close();
                }
              } catch (IOException | RuntimeException gone) {
                WorkerLog.debug("A client left without being told: " + gone.getMessage());
              }
            },
            "vgi-last-word");
    speaker.setDaemon(true);
    speaker.start();
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      WorkerLog.debug("A connection did not close: " + failure.getMessage());
    }
  }
}
