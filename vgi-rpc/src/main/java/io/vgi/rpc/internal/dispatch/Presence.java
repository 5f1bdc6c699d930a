package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.VgiException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody still waits for what a connection's thread works at. The thread says when it
 * goes into a method and when it comes back; the {@link CallWatch} looks at the client of a method
 * that takes long, and whoever looks holds the thread up at its way out, so that it does not use
 * the connection meanwhile.
 */
public final class Presence {
  /** About how long a look at the input takes. */
  private static final long LOOK_NANOS = 10_000;

  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Odd inside of a method, even outside; negative while the connection is looked at. */
  private final AtomicLong span = new AtomicLong();

  private final Client client;
  private final @Nullable Runnable overdue;
  private @Nullable ServerCallContext context; // of whoever has the span
  private volatile boolean gone;
  private volatile long goneSince;

  // of the watcher
  private long seen;
  private long told;
  private long toldAt;

  /** The other end of a connection. */
  @FunctionalInterface
  public interface Client {
    /** Looks, now or a little later, within {@link #look}; must not block. */
    void look(Presence presence, long running);
  }

  /**
   * Prepares for a connection.
   *
   * @param overdue run by the watcher when the client is gone and a method does not end; or null
   */
  public Presence(Client client, @Nullable Runnable overdue) {
    this.client = client;
    this.overdue = overdue;
  }

  /** The thread of the connection goes into a method. */
  public void enter(ServerCallContext into) {
    context = into;
    span.set(span.get() + 1);
  }

  /** It has come back. */
  public void leave() {
    ServerCallContext from = context;
    long running = Math.abs(span.get());
    while (!span.compareAndSet(running, running + 1)) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    context = null; // nor does a connection that is idle keep the request
    if (from != null) {
      from.forgetHooks();
    }
  }

  /** Runs {@code looking} unless the method has returned by now; false when it has. */
  public boolean look(long running, Runnable looking) {
    if (!span.compareAndSet(running, -running)) {
      return false;
    }
    try {
      looking.run();
    } finally {
      span.set(running);
    }
    return true;
  }

  /** The client has left. */
  public void gone(long running) {
    if (!gone) {
      goneSince = System.nanoTime();
      gone = true;
    }
    cancel(running, left());
  }

  /** Whether the client is known to have left. */
  public boolean isGone() {
    return gone;
  }

  /** Since when it has, by the nanosecond clock. */
  public long goneSince() {
    return goneSince;
  }

  /** The method that runs, if one does, is not waited for any more; from any thread. */
  public void cancel(@Nullable VgiException why) {
    long running = span.get();
    while ((running & 1) != 0 && !cancel(Math.abs(running), why)) {
      LockSupport.parkNanos(LOOK_NANOS);
      running = span.get();
    }
  }

  /** As {@link #cancel(VgiException)}, unless that method has returned; false when it has. */
  public boolean cancel(long running, @Nullable VgiException why) {
    ServerCallContext[] found = new ServerCallContext[1];
    if (!look(running, () -> found[0] = context)) {
      return false;
    }
    if (found[0] != null) {
      found[0].cancel(why);
    }
    return true;
  }

  /** Changes with each method. */
  long spans() {
    return Math.abs(span.get());
  }

  /** Whether a method runs; looks at its client when it did the last time already. */
  boolean watch() {
    long running = span.get();
    if ((running & 1) == 0) {
      return false;
    }
    if (running == seen && running > 0) {
      if (gone) {
        gone(running);
        judge(running);
      } else {
        client.look(this, running);
      }
    }
    seen = running;
    return true;
  }

  private void judge(long running) {
    long now = System.nanoTime();
    if (told != running) {
      told = running;
      toldAt = now;
    } else if (overdue != null && now - toldAt > GRACE_NANOS) {
      overdue.run();
    }
  }

  private static VgiException left() {
    return new VgiException(
        VgiException.Kind.CANCELLED, "The call was given up, as its client has left", null);
  }
}
