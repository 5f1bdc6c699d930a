package io.vgi.example.scalar;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Doubles as text. */
final class DoubleText {
  private static final double SMALLEST_PLAIN = 1e-4;
  private static final double LARGEST_PLAIN = 1e16;

  private DoubleText() {}

  /** With exactly {@code decimals} decimals; ties of the exact binary value go to even. */
  static String fixed(double value, int decimals) {
    if (isSpecial(value)) {
      return special(value);
    }
    BigDecimal exact = new BigDecimal(Math.abs(value));
    return sign(value) + exact.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** With as many digits as tell it apart, and an exponent only far from one. */
  static String natural(double value) {
    if (isSpecial(value)) {
      return special(value);
    }
    double size = Math.abs(value);
    if (size == 0) {
      return sign(value) + "0.0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(size)).stripTrailingZeros();
    if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
      return sign(value) + digits.setScale(Math.max(1, digits.scale())).toPlainString();
    }
    String unscaled = digits.unscaledValue().toString();
    int exponent = unscaled.length() - 1 - digits.scale();
    String power = (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "");
    String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
    return sign(value) + unscaled.charAt(0) + fraction + power + Math.abs(exponent);
  }

  private static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static String sign(double value) {
    return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
  }
}
