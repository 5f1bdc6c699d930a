package io.vgi.http.internal.coding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** What the beginning of a zstd frame says of the memory that decoding it takes (RFC 8878). */
final class ZstdFrame {
  /** The most that a decoder of HTTP bodies needs to allow (RFC 9659). */
  static final long MOST_WINDOW = 8 << 20;

  private static final int MAGIC = 0xfd2fb528;
  private static final int MOST_HEADER = 18;
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};

  private ZstdFrame() {}

  /**
   * The window of the frame that begins at the position of {@code pieces[at]} and may go on in the
   * next ones; 0 when it has none.
   *
   * @throws IOException if the window is larger than allowed
   */
  static long window(List<ByteBuffer> pieces, int at) throws IOException {
    byte[] head = new byte[MOST_HEADER];
    int count = 0;
    for (int i = at; i < pieces.size() && count < head.length; i++) {
      ByteBuffer piece = pieces.get(i);
      int part = Math.min(head.length - count, piece.remaining());
      piece.get(piece.position(), head, count, part);
      count += part;
    }
    long window = window(head, count);
    if (window < 0 || window > MOST_WINDOW) {
      throw new IOException(
          "The zstd body needs a window of "
              + Long.toUnsignedString(window)
              + " bytes to be decoded, of which at most "
              + MOST_WINDOW
              + " are allowed; compress it at a lower level");
    }
    return window;
  }

  private static long window(byte[] head, int count) {
    if (count < 6 || number(head, 0, 4) != Integer.toUnsignedLong(MAGIC)) {
      return 0;
    }
    int descriptor = head[4] & 0xff;
    boolean single = (descriptor & 0x20) != 0;
    if (!single) {
      long base = 1L << (10 + ((head[5] & 0xff) >> 3));
      return base + base / 8 * (head[5] & 7);
    }
    // all of the content is the window
    int from = 5 + DICTIONARY_BYTES[descriptor & 3];
    int size = 1 << (descriptor >> 6);
    return from + size > count ? 0 : number(head, from, size) + (size == 2 ? 256 : 0);
  }

  private static long number(byte[] bytes, int from, int size) {
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = number << 8 | (bytes[from + i] & 0xff);
    }
    return number;
  }
}
