package io.vgi.internal.catalog;

import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Which numbers the types of whole numbers and decimals can say without loss. */
public final class ValueRange {
  private static final int HUGEINT_BITS = 128;

  private ValueRange() {}

  /** Whether {@code type} can say {@code value}, a number or a list of numbers; else true. */
  public static boolean holds(SqlType type, Object value) {
    ArrowType arrow = type.arrow();
    if (value instanceof List<?> elements && type.children().size() == 1) {
      SqlType element = SqlType.of(type.children().get(0));
      return elements.stream().allMatch(one -> one == null || holds(element, one));
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
