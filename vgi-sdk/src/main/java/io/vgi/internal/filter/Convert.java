package io.vgi.internal.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DuckDB's conversions between types, on values in the form of {@link Operands}. */
@FunctionalInterface
interface Convert {
  /** The converted value; fails with {@link EvaluationException} if there is none. */
  @Nullable Object apply(Object value);

  /** The conversion, or null when filters do not do it. */
  static @Nullable Convert of(ValueType from, ValueType to) {
    if (from.equals(to) || from.kind() == SqlKind.NULL) {
      return value -> value;
    }
    SqlKind a = from.kind();
    SqlKind b = to.kind();
    boolean fromNumber = a.isNumber() || a == SqlKind.BOOLEAN;
    boolean toNumber = b.isNumber() || b == SqlKind.BOOLEAN;
    if (fromNumber && toNumber) {
      return value -> number(value, from, to);
    } else if (a.isText() && toNumber) {
      return value -> TextNumbers.parse(Bytes.text((String) value), to);
    } else if (b == SqlKind.VARCHAR && (fromNumber || a == SqlKind.ENUM)) {
      return a == SqlKind.ENUM
          ? value -> value
          : value -> Bytes.ofText(TextNumbers.print(value, from));
    } else if (a == SqlKind.UUID && b == SqlKind.VARCHAR) {
      return value -> Bytes.ofText(Uuids.print((String) value));
    } else if (a.isText() && b == SqlKind.UUID) {
      return value -> Uuids.parse(Bytes.text((String) value));
    }
    return from.children().size() == to.children().size() && a == b ? nested(from, to) : null;
  }

  private static @Nullable Convert nested(ValueType from, ValueType to) {
    int size = from.children().size();
    if (from.kind() == SqlKind.UNION
        || size == 0
        || (from.kind() == SqlKind.STRUCT && !from.names().equals(to.names()))) {
      return null;
    }
    Convert[] children = new Convert[size];
    for (int i = 0; i < size; i++) {
      Convert child = of(from.children().get(i), to.children().get(i));
      if (child == null) {
        return null;
      }
      children[i] = child;
    }
    return value -> {
      @Nullable Object[] members = ((@Nullable Object[]) value).clone();
      for (int i = 0; i < members.length; i++) {
        Object member = members[i];
        members[i] = member == null ? null : children[i % size].apply(member);
      }
      return members;
    };
  }

  private static Object number(Object value, ValueType from, ValueType to) {
    if (to.kind() == SqlKind.BOOLEAN) {
      return value instanceof Double real ? real != 0 : ((Number) value).doubleValue() != 0;
    }
    Object plain = value instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : value;
    if (plain instanceof Double real) {
      return to.kind().isFloating() ? floating(real, to) : fromDouble(real, to);
    } else if (from.kind() == SqlKind.DECIMAL) {
      return fromDecimal((BigInteger) plain, from.scale(), to);
    }
    BigInteger whole =
        plain instanceof BigInteger big ? big : BigInteger.valueOf(((Number) plain).longValue());
    if (to.kind().isFloating()) {
      return floating(whole, to);
    }
    return to.kind() == SqlKind.DECIMAL
        ? decimal(whole.multiply(BigInteger.TEN.pow(to.scale())), to, whole)
        : integer(whole, to);
  }

  private static Object floating(BigInteger whole, ValueType to) {
    return to.kind() == SqlKind.FLOAT ? (double) whole.floatValue() : whole.doubleValue();
  }

  private static Object floating(double value, ValueType to) {
    if (to.kind() == SqlKind.DOUBLE) {
      return value;
    }
    float narrow = (float) value;
    if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
      throw outOfRange(value, to);
    }
    return (double) narrow;
  }

  private static Object fromDouble(double value, ValueType to) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw outOfRange(value, to);
    } else if (to.kind() == SqlKind.DECIMAL) {
      double scaled = value * Math.pow(10, to.scale());
      BigDecimal rounded = new BigDecimal(scaled).setScale(0, RoundingMode.HALF_UP);
      return decimal(rounded.toBigInteger(), to, value);
    }
    return integer(new BigDecimal(Math.rint(value)).toBigInteger(), to);
  }

  private static Object fromDecimal(BigInteger unscaled, int scale, ValueType to) {
    if (to.kind().isFloating()) {
      double value = decimalToDouble(unscaled, scale);
      return to.kind() == SqlKind.FLOAT ? (double) (float) value : value;
    }
    BigDecimal exact = new BigDecimal(unscaled, scale);
    int digits = to.kind() == SqlKind.DECIMAL ? to.scale() : 0;
    BigInteger rounded = exact.setScale(digits, RoundingMode.HALF_UP).unscaledValue();
    return to.kind() == SqlKind.DECIMAL ? decimal(rounded, to, exact) : integer(rounded, to);
  }

  /** As DuckDB does it, with its loss: the whole part and the rest separately. */
  private static double decimalToDouble(BigInteger unscaled, int scale) {
    double divisor = Math.pow(10, scale);
    if (scale == 0 || unscaled.bitLength() <= 53) {
      return unscaled.doubleValue() / divisor;
    }
    BigInteger[] parts = unscaled.divideAndRemainder(BigInteger.TEN.pow(scale));
    return parts[0].doubleValue() + parts[1].doubleValue() / divisor;
  }

  /** {@code whole} as an integer of a type, in its form. */
  static Object integer(BigInteger whole, ValueType to) {
    int bits = to.kind().bits();
    boolean fits =
        to.kind().isUnsigned()
            ? whole.signum() >= 0 && whole.bitLength() <= bits
            : whole.bitLength() < bits;
    if (!fits) {
      throw outOfRange(whole, to);
    }
    return to.kind().isLong() ? (Object) whole.longValue() : whole;
  }

  /** An unscaled decimal, if it has no more digits than its type. */
  static BigInteger decimal(BigInteger unscaled, ValueType to, Object shown) {
    if (unscaled.abs().compareTo(BigInteger.TEN.pow(to.width())) >= 0) {
      throw outOfRange(shown, to);
    }
    return unscaled;
  }

  private static EvaluationException outOfRange(Object value, ValueType to) {
    return new EvaluationException("The value " + value + " does not fit into " + to.sql());
  }

  /** Texts that are numbers. */
  final class TextNumbers {
    private static final List<String> TRUE = List.of("true", "t", "yes", "y", "1");
    private static final List<String> FALSE = List.of("false", "f", "no", "n", "0");

    private TextNumbers() {}

    static Object parse(String text, ValueType to) {
      if (to.kind() == SqlKind.BOOLEAN) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
          throw noNumber(text, to);
        }
        return TRUE.contains(lower);
      }
      String trimmed = text.strip();
      if (to.kind().isFloating()) {
        return floating(trimmed, text, to);
      }
      BigDecimal exact;
      try {
        exact = new BigDecimal(trimmed, MathContext.UNLIMITED);
      } catch (NumberFormatException malformed) {
        throw noNumber(text, to);
      }
      if (exact.precision() - (long) exact.scale() > 100) {
        throw noNumber(text, to);
      }
      int digits = to.kind() == SqlKind.DECIMAL ? to.scale() : 0;
      BigInteger rounded = exact.setScale(digits, RoundingMode.HALF_UP).unscaledValue();
      return to.kind() == SqlKind.DECIMAL ? decimal(rounded, to, text) : integer(rounded, to);
    }

    private static Object floating(String trimmed, String text, ValueType to) {
      String lower = trimmed.toLowerCase(java.util.Locale.ROOT);
      boolean negative = lower.startsWith("-");
      String unsigned = negative || lower.startsWith("+") ? lower.substring(1) : lower;
      if (unsigned.equals("nan")) {
        return Double.NaN;
      } else if (unsigned.equals("inf") || unsigned.equals("infinity")) {
        return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      for (int i = 0; i < unsigned.length(); i++) {
        if ("0123456789.e+-".indexOf(unsigned.charAt(i)) < 0) {
          throw noNumber(text, to);
        }
      }
      try {
        return to.kind() == SqlKind.FLOAT
            ? (double) Float.parseFloat(lower)
            : Double.parseDouble(lower);
      } catch (NumberFormatException malformed) {
        throw noNumber(text, to);
      }
    }

    private static EvaluationException noNumber(String text, ValueType to) {
      return new EvaluationException("The text '" + text + "' is no " + to.sql());
    }

    static String print(Object value, ValueType from) {
      if (value instanceof BigInteger unscaled && from.kind() == SqlKind.DECIMAL) {
        return new BigDecimal(unscaled, from.scale()).toPlainString();
      } else if (value instanceof Double real) {
        return print(real, from.kind() == SqlKind.FLOAT);
      }
      return value.toString();
    }

    private static String print(double value, boolean single) {
      if (Double.isNaN(value)) {
        return "nan";
      } else if (Double.isInfinite(value)) {
        return value > 0 ? "inf" : "-inf";
      }
      String shortest = single ? Float.toString((float) value) : Double.toString(value);
      BigDecimal exact = new BigDecimal(shortest);
      if (value == 0) {
        return shortest.startsWith("-") ? "-0.0" : "0.0";
      }
      BigDecimal stripped = exact.stripTrailingZeros();
      int exponent = stripped.precision() - stripped.scale() - 1;
      if (exponent >= -4 && exponent < 16) {
        String plain = stripped.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
      }
      String digits = stripped.unscaledValue().abs().toString();
      StringBuilder out = new StringBuilder(value < 0 ? "-" : "").append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      int magnitude = Math.abs(exponent);
      out.append('e').append(exponent < 0 ? '-' : '+').append(magnitude < 10 ? "0" : "");
      return out.append(magnitude).toString();
    }
  }

  /** UUIDs, held as sixteen bytes. */
  final class Uuids {
    private Uuids() {}

    static String print(String value) {
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(Bytes.bytes(value));
      return new java.util.UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    static String parse(String text) {
      String digits = text.replace("-", "");
      if (digits.startsWith("{") && digits.endsWith("}")) {
        digits = digits.substring(1, digits.length() - 1);
      }
      byte[] bytes = new byte[16];
      for (int i = 0; i < 32; i++) {
        int digit = digits.length() == 32 ? Character.digit(digits.charAt(i), 16) : -1;
        if (digit < 0) {
          throw new EvaluationException("The text '" + text + "' is no UUID");
        }
        bytes[i / 2] |= (byte) (i % 2 == 0 ? digit << 4 : digit);
      }
      return Bytes.of(bytes);
    }
  }
}
