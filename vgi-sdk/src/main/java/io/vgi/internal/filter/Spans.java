package io.vgi.internal.filter;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;

/** The bytes of one value of a vector at a time, where they lie. */
abstract class Spans {
  private ArrowBuf data;
  private long start;
  private int length;

  private Spans(ArrowBuf data) {
    this.data = data;
  }

  static Spans of(FieldVector vector) {
    if (vector instanceof BaseVariableWidthVector) {
      return new Narrow(vector);
    } else if (vector instanceof BaseLargeVariableWidthVector) {
      return new Wide(vector);
    } else if (vector instanceof FixedSizeBinaryVector fixed) {
      return new Fixed(fixed);
    }
    throw new UnsupportedFilterException(
        "A filter on a " + vector.getClass().getSimpleName() + " is not supported");
  }

  /** Goes to a row, which is not NULL. */
  abstract void move(int row);

  final void place(long from, long bytes) {
    start = from;
    length = (int) bytes;
  }

  final int length() {
    return length;
  }

  final int hash() {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + data.getByte(start + i);
    }
    return hash;
  }

  /** Compares bytes, which have no sign. */
  final int compareTo(byte[] other) {
    int common = Math.min(length, other.length);
    for (int i = 0; i < common; i++) {
      int order = Byte.compareUnsigned(data.getByte(start + i), other[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(length, other.length);
  }

  private static final class Narrow extends Spans {
    private final ArrowBuf offsets;

    Narrow(FieldVector vector) {
      super(vector.getDataBuffer());
      this.offsets = vector.getOffsetBuffer();
    }

    @Override
    void move(int row) {
      int from = offsets.getInt(4L * row);
      place(from, offsets.getInt(4L * row + 4) - (long) from);
    }
  }

  private static final class Wide extends Spans {
    private final ArrowBuf offsets;

    Wide(FieldVector vector) {
      super(vector.getDataBuffer());
      this.offsets = vector.getOffsetBuffer();
    }

    @Override
    void move(int row) {
      long from = offsets.getLong(8L * row);
      place(from, offsets.getLong(8L * row + 8) - from);
    }
  }

  private static final class Fixed extends Spans {
    private final int width;

    Fixed(FixedSizeBinaryVector vector) {
      super(vector.getDataBuffer());
      this.width = vector.getByteWidth();
    }

    @Override
    void move(int row) {
      place((long) width * row, width);
    }
  }
}
