package io.vgi.http.internal.external;

import io.vgi.http.internal.auth.CallerKey;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How many places for uploads a caller is given in the time that one of them works. Any thread. */
final class SlotLimit {
  private static final int MOST_CALLERS = 10_000;

  private final int most;
  private final long nanos;
  private final LongSupplier clock;
  private final Map<CallerKey, Given> callers = new LinkedHashMap<>();

  private static final class Given {
    private final long since;
    private int count;

    private Given(long since) {
      this.since = since;
    }
  }

  /** Gives a caller {@code most} places within {@code time}. */
  SlotLimit(int most, Duration time) {
    this(most, time, System::nanoTime);
  }

  /** The same by another clock, in nanoseconds. */
  SlotLimit(int most, Duration time, LongSupplier clock) {
    this.most = most;
    this.nanos = time.toNanos();
    this.clock = clock;
  }

  /** Takes {@code count} places for {@code caller}; returns whether it may have them. */
  synchronized boolean take(CallerKey caller, int count) {
    long now = clock.getAsLong();
    Iterator<Given> oldest = callers.values().iterator();
    // in the order of beginning, so the first that is young ends the search
    while (oldest.hasNext() && now - oldest.next().since >= nanos) {
      oldest.remove();
    }
    Given given = callers.get(caller);
    if (given == null) {
      if (callers.size() >= MOST_CALLERS) { // many addresses of one must not lock out the others
        Iterator<Given> first = callers.values().iterator();
        first.next();
        first.remove();
      }
      given = new Given(now);
      callers.put(caller, given);
    }
    if (count > most - given.count) {
      return false;
    }
    given.count += count;
    return true;
  }
}
