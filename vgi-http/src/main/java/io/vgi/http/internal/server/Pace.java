package io.vgi.http.internal.server;

/**
 * Whether a body moves as fast as it must, by looks at regular times: over the last of them, not
 * since it began, so that nobody lives on what was fast once. One thread at a time.
 */
final class Pace {
  /** How many looks a body may take for what it must have moved in that time. */
  static final int STEPS = 3;

  /** The seconds between two looks are 10; tests have less. */
  static final String SECONDS_PROPERTY = "vgi.http.pace.seconds";

  private final int seconds;
  private final long least;
  private final long[] seen = new long[STEPS];
  private int steps;

  /**
   * Starts to look.
   *
   * @param rate the bytes that must move in a second
   * @param moved the bytes that have moved so far
   */
  Pace(long rate, long moved) {
    this(rate, moved, Integer.getInteger(SECONDS_PROPERTY, 10));
  }

  Pace(long rate, long moved, int seconds) {
    this.seconds = seconds;
    this.least = rate * STEPS * seconds;
    seen[0] = moved;
  }

  /** How many seconds are between two looks. */
  int seconds() {
    return seconds;
  }

  /** Looks once more: {@code moved} bytes have moved in all. */
  boolean isTooSlow(long moved) {
    int at = ++steps % STEPS;
    long before = seen[at];
    seen[at] = moved;
    return steps >= STEPS && moved - before < least;
  }
}
