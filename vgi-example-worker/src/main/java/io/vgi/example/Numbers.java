package io.vgi.example;

import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Columns of numbers of any type. */
public final class Numbers {
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
    SqlType type = SqlType.of(column.getField());
    ValueCodec.Reader<Double> values = ValueCodec.of(type, Double.class).reader(column);
    for (int row = 0; row < sums.length; row++) {
      Double value = values.get(row);
      sums[row] += value == null ? 0 : value;
    }
  }
}
