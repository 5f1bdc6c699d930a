package io.vgi.testing;

import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Constants of conditions, in the types of the columns that they are compared with. */
final class Literals {
  private Literals() {}

  /** {@code value} for a column of {@code type}. */
  static @Nullable Object of(@Nullable Object value, SqlType type) {
    if (value instanceof BigDecimal number && type.arrow() instanceof ArrowType.Int) {
      try {
        return number.toBigIntegerExact();
      } catch (ArithmeticException fraction) {
        throw new IllegalArgumentException(
            "A " + type.sql() + " is compared with " + value + ", which only an engine does",
            fraction);
      }
    } else if (value instanceof BigDecimal number
        && type.arrow() instanceof ArrowType.FloatingPoint) {
      return number.doubleValue();
    } else if (value instanceof String text) {
      return text(text, type);
    }
    return value;
  }

  private static Object text(String text, SqlType type) {
    ArrowType arrow = type.arrow();
    if (type.equals(SqlType.UUID)) {
      return UUID.fromString(text);
    } else if (arrow instanceof ArrowType.Date) {
      return LocalDate.parse(text);
    } else if (arrow instanceof ArrowType.Time) {
      return LocalTime.parse(text);
    } else if (arrow instanceof ArrowType.Timestamp stamp) {
      String iso = text.strip().replace(' ', 'T');
      String whole = iso.contains("T") ? iso : iso + "T00:00:00";
      return stamp.getTimezone() == null
          ? LocalDateTime.parse(whole)
          : (Object) Instant.parse(whole.matches(".*(Z|[+-]\\d\\d:?\\d*)$") ? whole : whole + "Z");
    } else if (arrow instanceof ArrowType.Int || arrow instanceof ArrowType.Decimal) {
      return new BigDecimal(text);
    }
    return text;
  }
}
