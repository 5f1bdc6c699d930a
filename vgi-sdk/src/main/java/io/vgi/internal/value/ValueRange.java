package io.vgi.internal.value;

import io.vgi.type.SqlType;
import io.vgi.type.Ticks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Which numbers, dates and timestamps the types can say without loss. */
public final class ValueRange {
  private static final int HUGEINT_BITS = 128;

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
      return integer(number, integer.getBitWidth(), integer.getIsSigned()) != null;
    } else if (arrow instanceof ArrowType.Decimal decimal) {
      return decimal(number, decimal.getPrecision(), decimal.getScale()) != null;
    } else if (type.equals(SqlType.HUGEINT) || type.equals(SqlType.UHUGEINT)) {
      return huge(number, type.equals(SqlType.HUGEINT)) != null;
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
      return ticks(instant, perSecond) != Long.MIN_VALUE;
    } catch (ArithmeticException beyond) {
      return false;
    }
  }

  /** {@code instant} in ticks since 1970, rounded down; ends that 64 bits just hold included. */
  static long ticks(Instant instant, long perSecond) {
    long second = instant.getEpochSecond();
    long part = instant.getNano() / (1_000_000_000L / perSecond);
    // the product alone may be beyond the lower end
    return second < 0
        ? Math.addExact(Math.multiplyExact(second + 1, perSecond), part - perSecond)
        : Math.addExact(Math.multiplyExact(second, perSecond), part);
  }

  /** {@code number} as an integer of 128 bits, or null when it is none. */
  static @Nullable BigInteger huge(Number number, boolean signed) {
    return integer(number, HUGEINT_BITS, signed);
  }

  /** {@code number} as an integer of {@code bits} bits, or null when it is none. */
  static @Nullable BigInteger integer(Number number, int bits, boolean signed) {
    BigDecimal exact = exact(number);
    // far beyond every type, and too long to be written out
    if (exact == null || exact.precision() - exact.scale() > HUGEINT_BITS) {
      return null;
    }
    BigInteger whole;
    try {
      whole = exact.toBigIntegerExact();
    } catch (ArithmeticException fraction) {
      return null;
    }
    boolean fits =
        signed ? whole.bitLength() < bits : whole.signum() >= 0 && whole.bitLength() <= bits;
    return fits ? whole : null;
  }

  /** {@code number} with {@code scale} digits behind the point, or null when that loses any. */
  static @Nullable BigDecimal decimal(Number number, int precision, int scale) {
    BigDecimal exact = exact(number);
    if (exact == null || exact.precision() - exact.scale() > precision) {
      return null;
    }
    try {
      BigDecimal scaled = exact.setScale(scale);
      return scaled.precision() <= precision ? scaled : null;
    } catch (ArithmeticException lossy) {
      return null;
    }
  }

  private static @Nullable BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException notFinite) {
      return null;
    }
  }
}
