package io.vgi.rpc.internal.dispatch;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for clients to be done. A query is many calls, so a server that is told to stop serves the
 * next ones until no more come. Any thread.
 */
public final class QuiescenceWait {
  /** How long nothing must happen for everything to be finished. */
  private static final long ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long STEP_MILLIS = 5;

  private QuiescenceWait() {}

  /** Waits while {@code busy}, at the longest until {@code end} by the nanosecond clock. */
  public static void await(BooleanSupplier busy, long end) throws InterruptedException {
    if (!busy.getAsBoolean()) {
      return;
    }
    long now = System.nanoTime();
    long since = now;
    while (now < end && now - since < ENOUGH_NANOS) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      now = System.nanoTime();
      if (busy.getAsBoolean()) {
        since = now;
      }
    }
  }
}
