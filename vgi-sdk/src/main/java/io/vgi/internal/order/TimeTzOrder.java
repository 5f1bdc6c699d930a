package io.vgi.internal.order;

/**
 * DuckDB's order of TIMETZ values in its own bits: microseconds, then 24 bits of what the offset
 * lacks to 15:59:59.
 */
public final class TimeTzOrder {
  private static final int OFFSET_BITS = 24;
  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

  private TimeTzOrder() {}

  /** The number by which they are ordered: the time in UTC, then the offset. */
  public static long key(long bits) {
    return bits + (((bits & OFFSET_MASK) * 1_000_000L) << OFFSET_BITS);
  }
}
