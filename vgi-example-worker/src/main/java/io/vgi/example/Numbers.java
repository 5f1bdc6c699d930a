package io.vgi.example;

import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Columns of numbers of any type. */
public final class Numbers {
  private static final double TWO_TO_THE_64 = 0x1p64;

  private Numbers() {}

  /** Whether {@code type} is one of whole numbers that Java holds in a long. */
  public static boolean isInteger(SqlType type) {
    return type.arrow() instanceof ArrowType.Int;
  }

  /** Whether {@code type} is one of numbers. */
  public static boolean isNumber(SqlType type) {
    ArrowType arrow = type.arrow();
    return arrow instanceof ArrowType.Int
        || arrow instanceof ArrowType.FloatingPoint
        || arrow instanceof ArrowType.Decimal;
  }

  /** Refuses what is not a number. */
  public static void check(String function, SqlType type) {
    if (!isNumber(type)) {
      throw VgiException.invalidArgument(
          function + ": the type " + type.sql() + " cannot be summed; use a numeric type");
    }
  }

  /** {@code left + right}, refused when it does not fit. */
  public static long add(long left, long right) {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw VgiException.invalidArgument("The sum does not fit BIGINT; sum DOUBLE values instead");
    }
    return sum;
  }

  /** The sum of a column of whole numbers; NULL counts as nothing. */
  public static long sum(FieldVector column, int rows) {
    BaseIntVector integers = (BaseIntVector) column;
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      if (!column.isNull(row)) {
        sum = add(sum, integers.getValueAsLong(row));
      }
    }
    return sum;
  }

  /** Adds the rows of {@code column} to {@code sums}; NULL counts as nothing. */
  public static void addTo(double[] sums, FieldVector column) {
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
