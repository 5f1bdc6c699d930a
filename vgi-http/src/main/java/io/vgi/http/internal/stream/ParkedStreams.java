package io.vgi.http.internal.stream;

import io.vgi.http.internal.stream.StreamTokens.Cursor;
import io.vgi.rpc.internal.dispatch.OpenStream;
import io.vgi.rpc.internal.log.WorkerLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
  private final Map<ByteBuffer, HttpStream> resumable = new LinkedHashMap<>();
  private final Map<ByteBuffer, HttpStream> pinned = new LinkedHashMap<>();
  private final Map<ByteBuffer, HttpStream> running = new HashMap<>();
  private final Thread sweeper = new Thread(this::sweep, "vgi-streams");
  private boolean closed;

  public ParkedStreams(boolean keepResumable) {
    this.keepResumable = keepResumable;
    sweeper.setDaemon(true);
    sweeper.start();
  }

  /** The stream that stands where {@code cursor} says; null when it is not, or no more, here. */
  public @Nullable HttpStream take(Cursor cursor) {
    HttpStream found;
    synchronized (this) {
      Map<ByteBuffer, HttpStream> streams = cursor.place() == null ? pinned : resumable;
      found = streams.get(ByteBuffer.wrap(cursor.id()));
      if (found == null || (found.turn() != cursor.turn() && cursor.place() == null)) {
        return null;
      }
      streams.remove(ByteBuffer.wrap(cursor.id()));
    }
    if (found.turn() != cursor.turn()) {
      // the client repeats a turn, so what is here has gone too far
      found.close();
      return null;
    }
    return found;
  }

  /** A turn of {@code stream} begins. */
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
    return found.open();
  }

  /** How many streams wait. */
  public synchronized int count() {
    return resumable.size() + pinned.size();
  }

  /** Keeps {@code stream} for its next turn. */
  public void put(HttpStream stream, boolean canLeave) {
    List<HttpStream> over = new ArrayList<>(0);
    synchronized (this) {
      running.remove(stream.key(), stream);
      Map<ByteBuffer, HttpStream> streams = canLeave ? resumable : pinned;
      if (closed || stream.isGivenUp() || (canLeave && !keepResumable)) {
        over.add(stream);
      } else {
        park(stream, streams, over);
        oldest(streams, canLeave ? MOST_RESUMABLE : MOST_PINNED, over);
      }
    }
    if (stream.isGivenUp()) {
      stream.open().cancel();
    }
    close(over);
  }

  /** Two requests with one cursor both come here; what went further stays. */
  private static void park(
      HttpStream stream, Map<ByteBuffer, HttpStream> streams, List<HttpStream> over) {
    // taken out first, because a map keeps the place of a key that it has
    HttpStream other = streams.remove(stream.key());
    HttpStream stays = other == null || other.turn() <= stream.turn() ? stream : other;
    if (other != null) {
      over.add(stays == stream ? other : stream);
    }
    stays.parkedAt(System.nanoTime());
    streams.put(stays.key(), stays);
  }

  private static void oldest(Map<ByteBuffer, HttpStream> streams, int most, List<HttpStream> over) {
    Iterator<HttpStream> all = streams.values().iterator();
    while (streams.size() > most && all.hasNext()) {
      over.add(all.next());
      all.remove();
    }
  }

  private void sweep() {
    try {
      while (true) {
        Thread.sleep(SWEEP_MILLIS);
        List<HttpStream> over = new ArrayList<>(0);
        synchronized (this) {
          if (closed) {
            return;
          }
          expired(resumable, RESUMABLE_NANOS, over);
          expired(pinned, PINNED_NANOS, over);
        }
        close(over);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** The maps are in the order of parking, so the first that is young ends the search. */
  private static void expired(
      Map<ByteBuffer, HttpStream> streams, long nanos, List<HttpStream> over) {
    long now = System.nanoTime();
    Iterator<HttpStream> all = streams.values().iterator();
    while (all.hasNext()) {
      HttpStream stream = all.next();
      if (now - stream.parkedAt() < nanos) {
        return;
      }
      over.add(stream);
      all.remove();
    }
  }

  private static void close(List<HttpStream> streams) {
    for (HttpStream stream : streams) {
      try {
        stream.close();
      } catch (RuntimeException leaked) {
        WorkerLog.error("A stream left memory behind", leaked);
      }
    }
  }

  @Override
  public void close() {
    List<HttpStream> all = new ArrayList<>();
    synchronized (this) {
      closed = true;
      all.addAll(resumable.values());
      all.addAll(pinned.values());
      resumable.clear();
      pinned.clear();
    }
    sweeper.interrupt();
    close(all);
  }
}
