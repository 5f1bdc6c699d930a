package io.vgi.internal.number;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * DuckDB's form of a BIGNUM: three bytes with the sign and the length, then the digits, the highest
 * first; of negative numbers all bits are turned, so that bytes sort as numbers do.
 */
public final class Bignum {
  private static final int HEADER = 3;
  private static final int MAX_BYTES = 0x7fffff;
  private static final byte POSITIVE = (byte) 0x80;

  private Bignum() {}

  /** The number that {@code bytes} hold. */
  public static BigInteger read(byte[] bytes) {
    boolean negative = (bytes[0] & POSITIVE) == 0;
    byte[] digits = Arrays.copyOfRange(bytes, HEADER, bytes.length);
    if (negative) {
      turn(digits);
    }
    return new BigInteger(negative ? -1 : 1, digits);
  }

  /** The bytes of {@code number}. */
  public static byte[] write(BigInteger number) {
    byte[] digits = number.abs().toByteArray();
    int from = digits.length > 1 && digits[0] == 0 ? 1 : 0;
    int length = digits.length - from;
    if (length > MAX_BYTES) {
      throw new ArithmeticException("BIGNUM has at most 8388607 bytes");
    }
    byte[] bytes = new byte[HEADER + length];
    bytes[0] = (byte) ((length >> 16) | POSITIVE);
    bytes[1] = (byte) (length >> 8);
    bytes[2] = (byte) length;
    System.arraycopy(digits, from, bytes, HEADER, length);
    if (number.signum() < 0) {
      turn(bytes);
    }
    return bytes;
  }

  private static void turn(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }
}
