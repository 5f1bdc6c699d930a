package io.vgi.type;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.jspecify.annotations.Nullable;

/** Writes numbers that were never boxed into a vector of integers. */
@FunctionalInterface
interface LongWriter {
  void set(int row, long value);

  /** The writer of {@code vector}, or null when it holds no integers of up to 64 bits. */
  static @Nullable LongWriter of(FieldVector vector, SqlType type) {
    if (vector instanceof BigIntVector ints) {
      return ints::setSafe;
    } else if (vector instanceof IntVector ints) {
      return (row, value) -> {
        int held = (int) value;
        check(type, value, held);
        ints.setSafe(row, held);
      };
    } else if (vector instanceof SmallIntVector ints) {
      return (row, value) -> {
        check(type, value, (short) value);
        ints.setSafe(row, (short) value);
      };
    } else if (vector instanceof TinyIntVector ints) {
      return (row, value) -> {
        check(type, value, (byte) value);
        ints.setSafe(row, (byte) value);
      };
    } else if (vector instanceof UInt1Vector ints) {
      return (row, value) -> {
        check(type, value, value & 0xffL);
        ints.setSafe(row, (int) value);
      };
    } else if (vector instanceof UInt2Vector ints) {
      return (row, value) -> {
        check(type, value, value & 0xffffL);
        ints.setSafe(row, (int) value);
      };
    } else if (vector instanceof UInt4Vector ints) {
      return (row, value) -> {
        check(type, value, value & 0xffffffffL);
        ints.setSafe(row, (int) value);
      };
    } else if (vector instanceof UInt8Vector ints) {
      return (row, value) -> {
        check(type, value, value & Long.MAX_VALUE);
        ints.setSafe(row, value);
      };
    }
    return null;
  }

  private static void check(SqlType type, long value, long held) {
    if (value != held) {
      throw ValueFault.inexact(type, value);
    }
  }
}
