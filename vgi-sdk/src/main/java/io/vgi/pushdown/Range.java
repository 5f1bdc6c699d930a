package io.vgi.pushdown;

import io.vgi.internal.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of a column: every row that satisfies a filter lies within them. Values are compared in
 * DuckDB's order: UUIDs without a sign, texts by their UTF-8 bytes, NaN above all numbers.
 * Immutable.
 *
 * @param lower the lower bound, or null
 * @param lowerInclusive whether the lower bound itself is within
 * @param upper the upper bound, or null
 * @param upperInclusive whether the upper bound itself is within
 * @param <T> the Java type of the bounds
 */
public record Range<T extends Comparable<? super T>>(
    @Nullable T lower, boolean lowerInclusive, @Nullable T upper, boolean upperInclusive) {

  static <T extends Comparable<? super T>> Range<T> unbounded() {
    return new Range<>(null, false, null, false);
  }

  /** Whether there is no bound on either side. */
  public boolean isUnbounded() {
    return lower == null && upper == null;
  }

  /** Whether nothing lies within the bounds, so that no row satisfies the filter. */
  public boolean isEmpty() {
    if (lower == null || upper == null) {
      return false;
    }
    int order = ValueOrder.compare(lower, upper);
    return order > 0 || (order == 0 && !(lowerInclusive && upperInclusive));
  }

  /** Whether {@code value} lies within the bounds. */
  public boolean contains(T value) {
    int low = lower == null ? 1 : ValueOrder.compare(value, lower);
    int high = upper == null ? -1 : ValueOrder.compare(value, upper);
    return (low > 0 || (low == 0 && lowerInclusive)) && (high < 0 || (high == 0 && upperInclusive));
  }

  /**
   * The lower bound, or {@code fallback} without one. Of whole numbers it is the smallest within;
   * of other types it may be a bound that is not within.
   */
  public T min(T fallback) {
    return lower == null ? fallback : lowerInclusive ? lower : beside(lower, 1);
  }

  /**
   * The upper bound, or {@code fallback} without one. Of whole numbers it is the greatest within;
   * of other types it may be a bound that is not within.
   */
  public T max(T fallback) {
    return upper == null ? fallback : upperInclusive ? upper : beside(upper, -1);
  }

  @SuppressWarnings("unchecked") // a Long is all that T can be there
  private static <T> T beside(T bound, int step) {
    if (bound instanceof Long whole && whole != (step > 0 ? Long.MAX_VALUE : Long.MIN_VALUE)) {
      return (T) (Long) (whole + step);
    }
    return bound;
  }

  /** What lies within both. */
  Range<T> and(Range<T> other) {
    Range<T> low = tighter(lower, other.lower, 1) ? this : other;
    Range<T> high = tighter(upper, other.upper, -1) ? this : other;
    boolean sameLow = same(lower, other.lower);
    boolean sameHigh = same(upper, other.upper);
    return new Range<>(
        low.lower,
        sameLow ? lowerInclusive && other.lowerInclusive : low.lowerInclusive,
        high.upper,
        sameHigh ? upperInclusive && other.upperInclusive : high.upperInclusive);
  }

  /** The bounds around both. */
  Range<T> or(Range<T> other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    Range<T> low = looser(lower, other.lower, 1) ? this : other;
    Range<T> high = looser(upper, other.upper, -1) ? this : other;
    boolean sameLow = same(lower, other.lower);
    boolean sameHigh = same(upper, other.upper);
    return new Range<>(
        low.lower,
        sameLow ? lowerInclusive || other.lowerInclusive : low.lowerInclusive,
        high.upper,
        sameHigh ? upperInclusive || other.upperInclusive : high.upperInclusive);
  }

  private static <T extends Comparable<? super T>> boolean same(
      @Nullable T left, @Nullable T right) {
    return left != null && right != null && ValueOrder.compare(left, right) == 0;
  }

  private static <T extends Comparable<? super T>> boolean tighter(
      @Nullable T left, @Nullable T right, int sign) {
    return left != null && (right == null || sign * ValueOrder.compare(left, right) > 0);
  }

  private static <T extends Comparable<? super T>> boolean looser(
      @Nullable T left, @Nullable T right, int sign) {
    return left == null || (right != null && sign * ValueOrder.compare(left, right) < 0);
  }
}
