package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 digests. One thread at a time. */
final class Sha256 {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

  private final MessageDigest digest;

  Sha256() throws NoSuchAlgorithmException {
    digest = MessageDigest.getInstance("SHA-256");
  }

  byte[] of(byte[] bytes) {
    return digest.digest(bytes);
  }

  /** Lowercase hexadecimal digits, as ASCII. */
  static byte[] hex(byte[] bytes) {
    byte[] digits = new byte[bytes.length * 2];
    for (int i = 0; i < bytes.length; i++) {
      digits[2 * i] = DIGITS[(bytes[i] >> 4) & 15];
      digits[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    return digits;
  }
}
