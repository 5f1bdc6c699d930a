package io.vgi.internal.value;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Ticks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The SQL type of a constant that only a Java value says. */
public final class ConstantType {
  private static final int MAX_DIGITS = 38;

  private ConstantType() {}

  /**
   * The type of {@code value}.
   *
   * @throws IllegalArgumentException when no SQL type holds it
   */
  public static SqlType of(Object value) {
    if (value instanceof String) {
      return SqlType.VARCHAR;
    } else if (value instanceof Long) {
      return SqlType.BIGINT;
    } else if (value instanceof Integer) {
      return SqlType.INTEGER;
    } else if (value instanceof Boolean) {
      return SqlType.BOOLEAN;
    } else if (value instanceof Double) {
      return SqlType.DOUBLE;
    } else if (value instanceof Float) {
      return SqlType.FLOAT;
    } else if (value instanceof Short) {
      return SqlType.SMALLINT;
    } else if (value instanceof Byte) {
      return SqlType.TINYINT;
    } else if (value instanceof byte[]) {
      return SqlType.BLOB;
    } else if (value instanceof BigInteger) {
      return SqlType.HUGEINT;
    } else if (value instanceof BigDecimal decimal) {
      int scale = Math.max(0, decimal.scale());
      int digits = decimal.setScale(scale).precision();
      return SqlType.decimal(Math.min(MAX_DIGITS, Math.max(digits, scale)), scale);
    } else if (value instanceof List<?> list) {
      return SqlType.list(list.isEmpty() ? SqlType.NULL : of(list.get(0)));
    } else if (value instanceof Map<?, ?> map) {
      Column<?>[] members = new Column<?>[map.size()];
      int at = 0;
      for (Map.Entry<?, ?> member : map.entrySet()) {
        members[at++] = Column.of(String.valueOf(member.getKey()), of(member.getValue()));
      }
      return SqlType.struct(members);
    }
    return temporal(value);
  }

  private static SqlType temporal(Object value) {
    if (value instanceof LocalDate) {
      return SqlType.DATE;
    } else if (value instanceof LocalDateTime) {
      return SqlType.TIMESTAMP;
    } else if (value instanceof LocalTime) {
      return SqlType.TIME;
    } else if (value instanceof Instant) {
      return SqlType.TIMESTAMPTZ;
    } else if (value instanceof UUID) {
      return SqlType.UUID;
    } else if (value instanceof Ticks ticks) {
      return ticks.type();
    }
    throw new IllegalArgumentException(
        "A " + value.getClass().getName() + " is not a value of any SQL type");
  }
}
