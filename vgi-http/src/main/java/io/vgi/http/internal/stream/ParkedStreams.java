package io.vgi.http.internal.stream;

import io.vgi.http.internal.stream.StreamTokens.Cursor;
import io.vgi.rpc.internal.dispatch.OpenStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Streams that wait for their next turn. Those that can be resumed from their tokens are only kept
 * for speed, for some seconds; the others live here alone, for some minutes. Any thread.
 */
public final class ParkedStreams implements AutoCloseable {
  private static final long RESUMABLE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PINNED_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long SWEEP_MILLIS = 1_000;
  private static final int MOST_RESUMABLE = 1_024;
  private static final int MOST_PINNED = 1_024;

  private final boolean keepResumable;
  private final ParkingLot resumable;
  private final ParkingLot pinned;
  private final Map<ByteBuffer, HttpStream> running = new HashMap<>();
  private final StreamCloser closer = new StreamCloser();
  private final Thread sweeper;
  private boolean closed;
  private long parkedLast = System.nanoTime() - PINNED_NANOS;

  /** Keeps streams that hold at most {@code bytes} of memory between the turns. */
  public ParkedStreams(boolean keepResumable, long bytes) {
    this(keepResumable, bytes, RESUMABLE_NANOS, SWEEP_MILLIS);
  }

  /** The same with other times, for tests. */
  ParkedStreams(boolean keepResumable, long bytes, long resumableNanos, long sweepMillis) {
    this.keepResumable = keepResumable;
    this.resumable = new ParkingLot(MOST_RESUMABLE, bytes / 2, resumableNanos);
    this.pinned = new ParkingLot(MOST_PINNED, bytes / 2, PINNED_NANOS);
    this.sweeper = new Thread(() -> sweep(sweepMillis), "vgi-streams");
    sweeper.setDaemon(true);
    sweeper.start();
  }

  /**
   * The stream that stands where {@code cursor} says, whose turn begins with that; null when it is
   * not, or no more, here.
   */
  public @Nullable HttpStream take(Cursor cursor) {
    HttpStream found;
    ByteBuffer key = ByteBuffer.wrap(cursor.id());
    synchronized (this) {
      ParkingLot streams = cursor.place() == null ? pinned : resumable;
      found = streams.get(key);
      if (found == null || (found.turn() != cursor.turn() && cursor.place() == null)) {
        return null;
      }
      streams.remove(key);
      if (found.turn() == cursor.turn()) {
        running.put(key, found); // a cancel that comes now must find it
      }
    }
    if (found.turn() != cursor.turn()) {
      // the client repeats a turn, so what is here has gone too far
      found.close();
      return null;
    }
    return found;
  }

  /** A turn of {@code stream}, which was not here, begins. */
  public synchronized void begin(HttpStream stream) {
    running.put(stream.key(), stream);
  }

  /** It has ended, and the stream with it. */
  public synchronized void end(HttpStream stream) {
    running.remove(stream.key(), stream);
  }

  /**
   * Cancels the turn that runs of the stream which {@code cursor} names, and the stream with it;
   * returns the stream, or null when none runs here.
   */
  public @Nullable OpenStream cancel(Cursor cursor) {
    HttpStream found;
    synchronized (this) {
      found = running.get(ByteBuffer.wrap(cursor.id()));
      if (found == null) {
        return null;
      }
      found.giveUp();
    }
    found.cancelTurn();
    return found.open();
  }

  /** How many streams wait. */
  public synchronized int count() {
    return resumable.size() + pinned.size();
  }

  /** Whether a stream waits whose last turn was less than {@code nanos} ago. */
  public synchronized boolean anySince(long nanos) {
    return count() > 0 && System.nanoTime() - parkedLast < nanos;
  }

  /** Keeps {@code stream} for its next turn. */
  public void put(HttpStream stream, boolean canLeave) {
    List<HttpStream> own = new ArrayList<>(0);
    List<HttpStream> over = new ArrayList<>(0);
    synchronized (this) {
      running.remove(stream.key(), stream);
      if (closed || stream.isGivenUp() || (canLeave && !keepResumable)) {
        own.add(stream);
      } else {
        park(stream, canLeave ? resumable : pinned, own);
        (canLeave ? resumable : pinned).takeExcess(over);
      }
    }
    if (stream.isGivenUp()) {
      stream.open().cancel();
    }
    own.forEach(StreamCloser::closeNow);
    closer.close(over);
  }

  /**
   * Closes the oldest of the streams that can be resumed, so many that they held {@code bytes};
   * returns whether they did and are closed. Does not wait for that on a thread of {@code hurried}.
   */
  public boolean reclaim(long bytes, Predicate<Thread> hurried) {
    List<HttpStream> oldest = new ArrayList<>(0);
    synchronized (this) {
      if (!resumable.takeOldest(bytes, oldest)) {
        return false;
      }
    }
    if (hurried.test(Thread.currentThread()) || StreamCloser.isOwn(Thread.currentThread())) {
      closer.close(oldest);
      return true;
    }
    return closer.closeAll(oldest);
  }

  /** Two requests with one cursor both come here; what went further stays. */
  private void park(HttpStream stream, ParkingLot streams, List<HttpStream> over) {
    HttpStream other = streams.remove(stream.key());
    HttpStream stays = other == null || other.turn() <= stream.turn() ? stream : other;
    if (other != null) {
      over.add(stays == stream ? other : stream);
    }
    parkedLast = System.nanoTime();
    streams.add(stays, parkedLast);
  }

  private void sweep(long millis) {
    try {
      while (true) {
        Thread.sleep(millis);
        List<HttpStream> over = new ArrayList<>(0);
        synchronized (this) {
          if (closed) {
            return;
          }
          resumable.takeExpired(over);
          pinned.takeExpired(over);
        }
        closer.close(over);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    List<HttpStream> all = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      resumable.takeAll(all);
      pinned.takeAll(all);
    }
    sweeper.interrupt();
    closer.close(all);
    closer.close();
  }
}
