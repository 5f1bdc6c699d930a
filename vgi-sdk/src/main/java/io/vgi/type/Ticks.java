package io.vgi.type;

/**
 * A time or timestamp that {@code java.time} cannot say, such as {@code TIME '24:00:00'} or an
 * infinite TIMESTAMP_S: it takes the place of a LocalTime, LocalDateTime or Instant where a natural
 * value is asked for as Object, in filters, arguments and settings. Infinite dates and timestamps
 * that {@code java.time} can say stay what they are: the last and the first of their type.
 * Immutable.
 *
 * <p>A result may have every such value but {@code TIME '24:00:00'} and {@code TIME_NS '24:00:00'},
 * which DuckDB's extension takes as arguments and refuses in what a function gives.
 *
 * @param count how many units of its type since midnight or 1970: seconds, milliseconds,
 *     microseconds or nanoseconds
 * @param type its type
 */
public record Ticks(long count, SqlType type) implements Comparable<Ticks> {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  @Override
  public int compareTo(Ticks other) {
    return Long.compare(count, other.count);
  }

  /** The value as SQL writes it where SQL has a word for it; else the number of its units. */
  @Override
  public String toString() {
    boolean day =
        (type.equals(SqlType.TIME) && count == MICROS_PER_DAY)
            || (type.equals(SqlType.TIME_NS) && count == 1_000 * MICROS_PER_DAY);
    if (day) {
      return "24:00:00";
    } else if (count == Long.MAX_VALUE) {
      return "infinity";
    }
    return count == -Long.MAX_VALUE ? "-infinity" : Long.toString(count);
  }
}
