package io.vgi.pushdown;

/**
 * {@code AT (VERSION => …)} or {@code AT (TIMESTAMP => …)}.
 *
 * @param unit what the value is
 * @param value the value, as text
 */
public record AsOf(Unit unit, String value) {
  /** What a value names. */
  public enum Unit {
    /** A version. */
    VERSION,
    /** A point in time. */
    TIMESTAMP
  }
}
