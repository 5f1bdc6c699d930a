package io.vgi.type;

import io.vgi.internal.order.NaturalOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of one column. The engine plans with it and leaves out filters and
 * scans that cannot match, so what is said must be true: bounds may be wider than the values, never
 * narrower. Nothing said means unknown, and so do bounds that the column's type cannot hold, such
 * as 300 for a TINYINT. Immutable.
 */
public final class Stats {
  private static final Stats UNKNOWN = new Stats(null, null, true, true, null, null, null);

  private final @Nullable Object min;
  private final @Nullable Object max;
  private final boolean mayHaveNulls;
  private final boolean mayHaveValues;
  private final @Nullable Long distinct;
  private final @Nullable Boolean unicode;
  private final @Nullable Long maxLength;

  private Stats(
      @Nullable Object min,
      @Nullable Object max,
      boolean mayHaveNulls,
      boolean mayHaveValues,
      @Nullable Long distinct,
      @Nullable Boolean unicode,
      @Nullable Long maxLength) {
    this.min = min;
    this.max = max;
    this.mayHaveNulls = mayHaveNulls;
    this.mayHaveValues = mayHaveValues;
    this.distinct = distinct;
    this.unicode = unicode;
    this.maxLength = maxLength;
  }

  /** Nothing is known; the start for what is. */
  public static Stats unknown() {
    return UNKNOWN;
  }

  /**
   * All values are between {@code min} and {@code max}, both included, in DuckDB's order.
   *
   * @throws IllegalArgumentException when {@code min} is above {@code max}
   */
  public static <T extends Comparable<? super T>> Stats range(T min, T max) {
    if (NaturalOrder.compare(min, max) > 0) {
      throw new IllegalArgumentException(
          "Statistics with the lowest value " + min + " above the highest, " + max);
    }
    return bounds(min, max);
  }

  /**
   * The lowest and the highest value in the column's own form where Java does not compare them: the
   * WKB of the two corners of all geometries, or lists of one element with the lowest and the
   * highest element of all lists.
   */
  public static Stats bounds(Object min, Object max) {
    return new Stats(
        Objects.requireNonNull(min, "min is null"),
        Objects.requireNonNull(max, "max is null"),
        true,
        true,
        null,
        null,
        null);
  }

  /** No value is NULL. */
  public Stats noNulls() {
    return new Stats(min, max, false, mayHaveValues, distinct, unicode, maxLength);
  }

  /** Every value is NULL. */
  public Stats onlyNulls() {
    return new Stats(min, max, true, false, distinct, unicode, maxLength);
  }

  /** About how many distinct values there are. */
  public Stats distinct(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("There cannot be " + count + " distinct values");
    }
    return new Stats(min, max, mayHaveNulls, mayHaveValues, count, unicode, maxLength);
  }

  /** No text has more than {@code bytes} bytes of UTF-8. */
  public Stats maxLength(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("A text cannot have " + bytes + " bytes");
    }
    return new Stats(min, max, mayHaveNulls, mayHaveValues, distinct, unicode, bytes);
  }

  /** Whether texts have characters beyond ASCII. */
  public Stats unicode(boolean any) {
    return new Stats(min, max, mayHaveNulls, mayHaveValues, distinct, any, maxLength);
  }

  /** The lowest value, or null when unknown. */
  public @Nullable Object min() {
    return min;
  }

  /** The highest value, or null when unknown. */
  public @Nullable Object max() {
    return max;
  }

  /** Whether there may be NULLs. */
  public boolean mayHaveNulls() {
    return mayHaveNulls;
  }

  /** Whether there may be anything but NULLs. */
  public boolean mayHaveValues() {
    return mayHaveValues;
  }

  /** About how many distinct values there are, or null when unknown. */
  public @Nullable Long distinct() {
    return distinct;
  }

  /** Whether texts have characters beyond ASCII, or null when unknown. */
  public @Nullable Boolean unicode() {
    return unicode;
  }

  /** The most bytes a text has, or null when unknown. */
  public @Nullable Long maxLength() {
    return maxLength;
  }
}
