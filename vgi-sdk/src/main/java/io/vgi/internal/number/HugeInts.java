package io.vgi.internal.number;

import java.math.BigInteger;

/** Wide integers as bytes, the lowest first, as HUGEINT, UHUGEINT and DECIMAL are held. */
public final class HugeInts {
  private HugeInts() {}

  /**
   * The number that {@code little} holds.
   *
   * @param signed whether the highest bit is a sign
   */
  public static BigInteger read(byte[] little, boolean signed) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    return signed ? new BigInteger(big) : new BigInteger(1, big);
  }

  /** {@code number} in {@code width} bytes, two's complement; what does not fit is cut off. */
  public static byte[] write(BigInteger number, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
