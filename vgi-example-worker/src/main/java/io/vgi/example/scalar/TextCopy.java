package io.vgi.example.scalar;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/** Bulk moves of VARCHAR columns: all the offsets at once, then the bytes of all rows at once. */
final class TextCopy {
  private TextCopy() {}

  /** Where the bytes of the first row start. */
  static long start(VarCharVector in) {
    return in.getStartOffset(0);
  }

  /** How many bytes {@code count} rows have. */
  static long bytes(VarCharVector in, int count) {
    return in.getEndOffset(count - 1) - start(in);
  }

  /**
   * Gives {@code out} the {@code count} rows of {@code in} with room for their bytes, which the
   * caller writes from offset zero on. No row is NULL.
   */
  static void shape(VarCharVector in, int count, VarCharVector out) {
    int start = in.getStartOffset(0);
    out.allocateNew(bytes(in, count), count);
    ArrowBuf offsets = out.getOffsetBuffer();
    if (start == 0) {
      offsets.setBytes(0, in.getOffsetBuffer(), 0, (count + 1L) * VarCharVector.OFFSET_WIDTH);
    } else {
      offsets.setInt(0, 0);
      for (int row = 0; row < count; row++) {
        offsets.setInt((row + 1L) * VarCharVector.OFFSET_WIDTH, in.getEndOffset(row) - start);
      }
    }
    out.getValidityBuffer().setOne(0L, (count + 7L) >> 3);
    out.setLastSet(count - 1);
  }
}
