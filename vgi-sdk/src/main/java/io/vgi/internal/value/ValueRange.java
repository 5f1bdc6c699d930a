package io.vgi.internal.value;

import io.vgi.internal.number.ExactNumbers;
import io.vgi.type.SqlType;
import io.vgi.type.Ticks;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Which numbers, dates and timestamps the types can say without loss. */
public final class ValueRange {
  private ValueRange() {}

  /**
   * Whether {@code type} can say {@code value}, a number, date, timestamp, ticks or a list of
   * these; else true.
   */
  public static boolean holds(SqlType type, Object value) {
    ArrowType arrow = type.arrow();
    if (value instanceof List<?> elements && type.children().size() == 1) {
      SqlType element = SqlType.of(type.children().get(0));
      return elements.stream().allMatch(one -> one == null || holds(element, one));
    } else if (value instanceof LocalDate date) {
      return Math.abs(date.toEpochDay()) <= Integer.MAX_VALUE;
    } else if (value instanceof LocalDateTime || value instanceof Instant) {
      return !(arrow instanceof ArrowType.Timestamp stamp)
          || holds(
              stamp,
              value instanceof LocalDateTime local
                  ? local.toInstant(ZoneOffset.UTC)
                  : (Instant) value);
    } else if (value instanceof Ticks ticks) {
      return ticks.type().equals(type);
    } else if (!(value instanceof Number number)) {
      return true;
    } else if (arrow instanceof ArrowType.Int integer) {
      if (number instanceof Long && integer.getBitWidth() == Long.SIZE && integer.getIsSigned()) {
        return true;
      }
      return ExactNumbers.integer(number, integer.getBitWidth(), integer.getIsSigned()) != null;
    } else if (arrow instanceof ArrowType.Decimal decimal) {
      return ExactNumbers.decimal(number, decimal.getPrecision(), decimal.getScale()) != null;
    } else if (type.equals(SqlType.HUGEINT) || type.equals(SqlType.UHUGEINT)) {
      return ExactNumbers.huge(number, type.equals(SqlType.HUGEINT)) != null;
    }
    return true;
  }

  private static boolean holds(ArrowType.Timestamp type, Instant instant) {
    long perSecond =
        switch (type.getUnit()) {
          case SECOND -> 1L;
          case MILLISECOND -> 1_000L;
          case MICROSECOND -> 1_000_000L;
          case NANOSECOND -> 1_000_000_000L;
        };
    try {
      return ExactNumbers.ticks(instant, perSecond) != Long.MIN_VALUE;
    } catch (ArithmeticException beyond) {
      return false;
    }
  }
}
