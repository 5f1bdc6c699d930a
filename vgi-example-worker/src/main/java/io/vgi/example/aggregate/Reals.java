package io.vgi.example.aggregate;

import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Numbers of any type as real ones. */
final class Reals {
  private static final double TWO_TO_THE_64 = 0x1p64;

  private Reals() {}

  /** Refuses what is not a number. */
  static void check(String function, SqlType type) {
    ArrowType arrow = type.arrow();
    if (!(arrow instanceof ArrowType.Int)
        && !(arrow instanceof ArrowType.FloatingPoint)
        && !(arrow instanceof ArrowType.Decimal)) {
      throw VgiException.invalidArgument(
          function + ": the type " + type.sql() + " cannot be summed; use a numeric type");
    }
  }

  /** Adds the rows of {@code column} to {@code sums}; NULL counts as nothing. */
  static void addTo(double[] sums, FieldVector column) {
    if (column instanceof Float8Vector reals) {
      for (int row = 0; row < sums.length; row++) {
        sums[row] += reals.isNull(row) ? 0 : reals.get(row);
      }
    } else if (column instanceof Float4Vector reals) {
      for (int row = 0; row < sums.length; row++) {
        sums[row] += reals.isNull(row) ? 0 : reals.get(row);
      }
    } else if (column instanceof BaseIntVector integers) {
      boolean wide = column instanceof UInt8Vector;
      for (int row = 0; row < sums.length; row++) {
        if (!column.isNull(row)) {
          long value = integers.getValueAsLong(row);
          sums[row] += wide && value < 0 ? value + TWO_TO_THE_64 : value;
        }
      }
    } else {
      DecimalVector decimals = (DecimalVector) column;
      double unit = Math.pow(10, decimals.getScale());
      Int128 value = new Int128();
      for (int row = 0; row < sums.length; row++) {
        if (!decimals.isNull(row)) {
          value.set(decimals.getDataBuffer(), row);
          sums[row] += value.toDouble() / unit;
        }
      }
    }
  }
}
