package io.vgi.state;

import io.vgi.rpc.VgiException;

/**
 * How long a scope stays open without being used.
 *
 * @param millis milliseconds since the last touch, positive; {@link Long#MAX_VALUE} means for ever
 */
public record Lifetime(long millis) {
  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

  /** Checks the length. */
  public Lifetime {
    if (millis <= 0) {
      throw VgiException.invalidArgument(
          "A lifetime is a positive number of milliseconds, not " + millis);
    }
  }

  /**
   * A day: an execution is cleared at its end, or ends by age some minutes later where the engine
   * does not tell; a day it lasts when the engine died, or failed before the end of the input.
   */
  public static Lifetime execution() {
    return new Lifetime(DAY_MILLIS);
  }

  /**
   * A day: a transaction is cleared when the engine ends it, unless it does so in a process that
   * has not used the store, which is not loaded for that.
   */
  public static Lifetime transaction() {
    return new Lifetime(DAY_MILLIS);
  }

  /** Thirty days: an attach is cleared when the engine detaches, which few engines tell. */
  public static Lifetime attach() {
    return new Lifetime(30 * DAY_MILLIS);
  }

  /** Until it is cleared. */
  public static Lifetime unlimited() {
    return new Lifetime(Long.MAX_VALUE);
  }
}
