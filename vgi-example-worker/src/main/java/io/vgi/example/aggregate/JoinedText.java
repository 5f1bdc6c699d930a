package io.vgi.example.aggregate;

import io.vgi.state.StateCodec;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/** Texts in UTF-8, each with a comma behind it. */
final class JoinedText {
  private static final StateCodec<byte[]> BYTES = StateCodec.bytes();

  static final StateCodec<JoinedText> CODEC =
      StateCodec.of(
          (text, out) -> BYTES.write(Arrays.copyOf(text.bytes, text.size), out),
          in -> new JoinedText(BYTES.read(in)));

  private static final byte[] NONE = {};

  private byte[] bytes;
  private int size;

  JoinedText() {
    this(NONE);
  }

  private JoinedText(byte[] bytes) {
    this.bytes = bytes;
    this.size = bytes.length;
  }

  void add(VarCharVector texts, int row) {
    ArrowBuf data = texts.getDataBuffer();
    int start = texts.getStartOffset(row);
    int length = texts.getEndOffset(row) - start;
    reserve(length + 1);
    data.getBytes(start, bytes, size, length);
    size += length;
    bytes[size++] = ',';
  }

  /** Adds the texts of {@code other} whose bytes are at {@code start} up to {@code end}. */
  void addAll(JoinedText other, int start, int end) {
    reserve(end - start);
    System.arraycopy(other.bytes, start, bytes, size, end - start);
    size += end - start;
  }

  void addAll(JoinedText other) {
    addAll(other, 0, other.size);
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(16, size + (size >> 1))));
    }
  }

  void clear() {
    size = 0;
  }

  /** The number of bytes, commas included. */
  int size() {
    return size;
  }

  /**
   * Writes the texts without the comma behind the last one; leaves {@code row} as it is if none.
   */
  void writeTo(VarCharVector out, int row) {
    if (size > 0) {
      out.setSafe(row, bytes, 0, size - 1);
    }
  }
}
