package io.vgi.internal.filter;

import java.nio.charset.StandardCharsets;

/**
 * Byte values as strings of one char for each byte, whose order, hash and search are the bytes'.
 */
final class Bytes {
  private Bytes() {}

  static String of(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(String value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }
}
