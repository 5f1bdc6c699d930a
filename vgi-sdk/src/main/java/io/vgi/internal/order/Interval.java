package io.vgi.internal.order;

/**
 * An INTERVAL in the form in which two of them are compared: what is a day or a month is counted
 * there.
 *
 * @param months months
 * @param days days beyond the months
 * @param micros microseconds beyond the days
 */
public record Interval(long months, long days, long micros) implements Comparable<Interval> {
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int DAYS_PER_MONTH = 30;

  /** Counts what is a day or a month there. */
  public static Interval of(int months, int days, long micros) {
    long allDays = days + micros / MICROS_PER_DAY;
    return new Interval(
        months + allDays / DAYS_PER_MONTH, allDays % DAYS_PER_MONTH, micros % MICROS_PER_DAY);
  }

  @Override
  public int compareTo(Interval other) {
    int order = Long.compare(months, other.months);
    if (order == 0) {
      order = Long.compare(days, other.days);
    }
    return order == 0 ? Long.compare(micros, other.micros) : order;
  }
}
