package io.vgi.s3;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that nobody guesses: 128 random bits in lower-case hexadecimal. */
final class ObjectName {
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ObjectName() {}

  static String next() {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  static boolean isOne(String text) {
    if (text.length() != 2 * BYTES) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
