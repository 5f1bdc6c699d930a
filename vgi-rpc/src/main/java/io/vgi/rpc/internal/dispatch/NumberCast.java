package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.internal.ipc.Vectors;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Columns of numbers as another type of number, when every value keeps its meaning. */
final class NumberCast {
  private static final double TWO_TO_63 = 0x1p63;

  private NumberCast() {}

  /**
   * Converts {@code column}; the result is the caller's. Null when either type is no integer or
   * floating-point number of 32 or 64 bits.
   *
   * @throws RpcFault when a value does not fit; a double may become the nearest float
   */
  static @Nullable FieldVector cast(FieldVector column, Field want) {
    boolean fromReal = column instanceof Float8Vector || column instanceof Float4Vector;
    if (!fromReal && !(column instanceof BaseIntVector)) {
      return null;
    }
    FieldVector made = Vectors.create(want, column.getAllocator());
    try {
      boolean toReal = made instanceof Float8Vector || made instanceof Float4Vector;
      if (!toReal && !(made instanceof BaseIntVector)) {
        made.close();
        return null;
      }
      int rows = column.getValueCount();
      ((BaseFixedWidthVector) made).allocateNew(rows);
      for (int row = 0; row < rows; row++) {
        if (column.isNull(row)) {
          made.setNull(row);
        } else if (fromReal && toReal) {
          put(made, row, real(column, row));
        } else if (fromReal) {
          put((BaseIntVector) made, row, whole(column, row, want), true, want);
        } else if (toReal) {
          put(made, row, exact((BaseIntVector) column, row, want));
        } else {
          BaseIntVector from = (BaseIntVector) column;
          long value = from.getValueAsLong(row);
          put((BaseIntVector) made, row, value, isSigned(from) || value >= 0, want);
        }
      }
      made.setValueCount(rows);
      return made;
    } catch (Throwable failure) {
      made.close();
      throw failure;
    }
  }

  private static double real(FieldVector column, int row) {
    return column instanceof Float8Vector doubles
        ? doubles.get(row)
        : ((Float4Vector) column).get(row);
  }

  private static void put(FieldVector made, int row, double value) {
    if (made instanceof Float8Vector doubles) {
      doubles.set(row, value);
    } else {
      ((Float4Vector) made).set(row, (float) value);
    }
  }

  private static long whole(FieldVector column, int row, Field want) {
    double value = real(column, row);
    if (value != Math.rint(value) || !(value >= -TWO_TO_63 && value < TWO_TO_63)) {
      throw unfit(Double.toString(value), want);
    }
    return (long) value;
  }

  private static double exact(BaseIntVector column, int row, Field want) {
    long value = column.getValueAsLong(row);
    boolean single =
        ((ArrowType.FloatingPoint) want.getType()).getPrecision() == FloatingPointPrecision.SINGLE;
    double real = single ? (float) value : (double) value;
    boolean huge = value < 0 && !isSigned(column);
    if (huge || real >= TWO_TO_63 || (long) real != value) {
      throw unfit(huge ? Long.toUnsignedString(value) : Long.toString(value), want);
    }
    return real;
  }

  /** Stores {@code value}, which is that of an unsigned number beyond long if not {@code plain}. */
  private static void put(BaseIntVector made, int row, long value, boolean plain, Field want) {
    ArrowType.Int type = (ArrowType.Int) want.getType();
    boolean fits;
    if (type.getBitWidth() == Long.SIZE) {
      fits = type.getIsSigned() ? plain : !plain || value >= 0;
    } else {
      int bits = type.getIsSigned() ? type.getBitWidth() - 1 : type.getBitWidth();
      long max = (1L << bits) - 1;
      fits = plain && value <= max && value >= (type.getIsSigned() ? -max - 1 : 0);
    }
    if (!fits) {
      throw unfit(plain ? Long.toString(value) : Long.toUnsignedString(value), want);
    }
    made.setUnsafeWithPossibleTruncate(row, value);
  }

  private static boolean isSigned(BaseIntVector vector) {
    return ((ArrowType.Int) vector.getField().getType()).getIsSigned();
  }

  private static RpcFault unfit(String value, Field want) {
    return RpcFault.wrongParameters(
        "Input schema mismatch: "
            + value
            + " in column '"
            + want.getName()
            + "' does not fit the declared type "
            + want.getType());
  }
}
