package io.vgi.internal.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Numbers and moments in the form of a type, or none where that would lose something. */
public final class ExactNumbers {
  private static final int HUGEINT_BITS = 128;

  private ExactNumbers() {}

  /** {@code number} as an integer of 128 bits, or null when it is none. */
  public static @Nullable BigInteger huge(Number number, boolean signed) {
    return integer(number, HUGEINT_BITS, signed);
  }

  /** {@code number} as an integer of {@code bits} bits, or null when it is none. */
  public static @Nullable BigInteger integer(Number number, int bits, boolean signed) {
    BigInteger whole = whole(number);
    boolean fits =
        whole != null
            && (signed
                ? whole.bitLength() < bits
                : whole.signum() >= 0 && whole.bitLength() <= bits);
    return fits ? whole : null;
  }

  /** Without decimals where there are none: those of JDK 25 take 20 ms to be made ready. */
  private static @Nullable BigInteger whole(Number number) {
    if (number instanceof BigInteger whole) {
      return whole;
    } else if (number instanceof Long || number instanceof Integer) {
      return BigInteger.valueOf(number.longValue());
    }
    BigDecimal exact = exact(number);
    // far beyond every type, and too long to be written out
    if (exact == null || exact.precision() - (long) exact.scale() > HUGEINT_BITS) {
      return null;
    }
    try {
      return exact.toBigIntegerExact();
    } catch (ArithmeticException fraction) {
      return null;
    }
  }

  /** {@code number} with {@code scale} digits behind the point, or null when that loses any. */
  public static @Nullable BigDecimal decimal(Number number, int precision, int scale) {
    BigDecimal exact = exact(number);
    if (exact == null || exact.precision() - (long) exact.scale() > precision) {
      return null;
    }
    try {
      BigDecimal scaled = exact.setScale(scale);
      return scaled.precision() <= precision ? scaled : null;
    } catch (ArithmeticException lossy) {
      return null;
    }
  }

  /** {@code number} in decimal digits; null when it is not finite. */
  public static @Nullable BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    } else if (number instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException notFinite) {
      return null;
    }
  }

  /** {@code instant} in ticks since 1970, rounded down; ends that 64 bits just hold included. */
  public static long ticks(Instant instant, long perSecond) {
    long second = instant.getEpochSecond();
    long part = instant.getNano() / (1_000_000_000L / perSecond);
    // the product alone may be beyond the lower end
    return second < 0
        ? Math.addExact(Math.multiplyExact(second + 1, perSecond), part - perSecond)
        : Math.addExact(Math.multiplyExact(second, perSecond), part);
  }
}
