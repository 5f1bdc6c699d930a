package io.vgi.function;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/**
 * Computes columns of which every row counts and none is NULL. Vectors look at the validity of a
 * row when it is read and when it is written, which takes longer than computing it.
 */
final class WholeColumns {
  private WholeColumns() {}

  static boolean isWhole(BaseFixedWidthVector column) {
    return column.getNullCount() == 0;
  }

  static void longs(int rows, BigIntVector x, BigIntVector result, LongUnaryOperator operator) {
    ArrowBuf from = x.getDataBuffer();
    ArrowBuf to = result.getDataBuffer();
    for (int i = 0; i < rows; i++) {
      long at = (long) i * Long.BYTES;
      to.setLong(at, operator.applyAsLong(from.getLong(at)));
    }
    fill(result, rows);
  }

  static void longs(
      int rows, BigIntVector x, BigIntVector y, BigIntVector result, LongBinaryOperator operator) {
    ArrowBuf left = x.getDataBuffer();
    ArrowBuf right = y.getDataBuffer();
    ArrowBuf to = result.getDataBuffer();
    for (int i = 0; i < rows; i++) {
      long at = (long) i * Long.BYTES;
      to.setLong(at, operator.applyAsLong(left.getLong(at), right.getLong(at)));
    }
    fill(result, rows);
  }

  static void doubles(int rows, Float8Vector x, Float8Vector result, DoubleUnaryOperator operator) {
    ArrowBuf from = x.getDataBuffer();
    ArrowBuf to = result.getDataBuffer();
    for (int i = 0; i < rows; i++) {
      long at = (long) i * Double.BYTES;
      to.setDouble(at, operator.applyAsDouble(from.getDouble(at)));
    }
    fill(result, rows);
  }

  static void doubles(
      int rows,
      Float8Vector x,
      Float8Vector y,
      Float8Vector result,
      DoubleBinaryOperator operator) {
    ArrowBuf left = x.getDataBuffer();
    ArrowBuf right = y.getDataBuffer();
    ArrowBuf to = result.getDataBuffer();
    for (int i = 0; i < rows; i++) {
      long at = (long) i * Double.BYTES;
      to.setDouble(at, operator.applyAsDouble(left.getDouble(at), right.getDouble(at)));
    }
    fill(result, rows);
  }

  /** Says that no row is NULL. */
  private static void fill(BaseFixedWidthVector result, int rows) {
    ArrowBuf validity = result.getValidityBuffer();
    long whole = rows >> 3;
    validity.setOne(0L, whole);
    int rest = rows & 7;
    if (rest != 0) {
      validity.setByte(whole, (1 << rest) - 1);
    }
  }
}
