package io.vgi.example.scalar;

import io.vgi.function.Rows;
import io.vgi.rpc.VgiException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Adds columns of numbers, row by row, into a column of the promoted type. */
final class Addition {
  private Addition() {}

  static void add(List<FieldVector> columns, Rows in, FieldVector out) {
    if (out instanceof Float8Vector reals) {
      in.forEachRow(row -> reals.set(row, sumOfReals(columns, row)));
    } else if (out instanceof DecimalVector decimals) {
      addDecimals(columns, in, decimals);
    } else if (out instanceof UInt8Vector wide) {
      in.forEachRow(row -> wide.set(row, unsigned(sumOfDecimals(columns, row).toBigInteger())));
    } else if (out instanceof BaseIntVector whole) {
      addIntegers(columns, in, whole);
    } else if (columns.size() == 1) {
      in.forEachRow(row -> out.copyFromSafe(row, row, columns.get(0)));
    } else {
      throw VgiException.invalidArgument(
          "Two values in a " + out.getClass().getSimpleName() + " do not satisfy _is_addable_type");
    }
  }

  private static void addIntegers(List<FieldVector> columns, Rows in, BaseIntVector out) {
    ArrowType.Int type = (ArrowType.Int) out.getField().getType();
    int bits = type.getBitWidth();
    long highest = bits == 64 ? Long.MAX_VALUE : (1L << (type.getIsSigned() ? bits - 1 : bits)) - 1;
    long lowest = !type.getIsSigned() ? 0 : bits == 64 ? Long.MIN_VALUE : -highest - 1;
    in.forEachRow(
        row -> {
          long sum = 0;
          for (FieldVector column : columns) {
            sum = exactly(sum, ((BaseIntVector) column).getValueAsLong(row));
          }
          if (sum < lowest || sum > highest) {
            throw overflow(sum);
          }
          out.setWithPossibleTruncate(row, sum);
        });
  }

  private static long exactly(long left, long right) {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw overflow(BigInteger.valueOf(left).add(BigInteger.valueOf(right)));
    }
    return sum;
  }

  private static void addDecimals(List<FieldVector> columns, Rows in, DecimalVector out) {
    int scale = out.getScale();
    int precision = out.getPrecision();
    in.forEachRow(
        row -> {
          BigDecimal sum = sumOfDecimals(columns, row).setScale(scale, RoundingMode.UNNECESSARY);
          if (sum.precision() > precision) {
            throw VgiException.invalidArgument(
                "The sum " + sum.toPlainString() + " does not fit in precision " + precision);
          }
          out.set(row, sum);
        });
  }

  private static double sumOfReals(List<FieldVector> columns, int row) {
    double sum = 0;
    for (FieldVector column : columns) {
      if (column instanceof Float8Vector real) {
        sum += real.get(row);
      } else if (column instanceof Float4Vector real) {
        sum += real.get(row);
      } else {
        sum += decimal(column, row).doubleValue();
      }
    }
    return sum;
  }

  private static BigDecimal sumOfDecimals(List<FieldVector> columns, int row) {
    BigDecimal sum = BigDecimal.ZERO;
    for (FieldVector column : columns) {
      sum = sum.add(decimal(column, row));
    }
    return sum;
  }

  private static BigDecimal decimal(FieldVector column, int row) {
    if (column instanceof DecimalVector decimals) {
      return decimals.getObject(row);
    }
    long value = ((BaseIntVector) column).getValueAsLong(row);
    return column instanceof UInt8Vector
        ? new BigDecimal(Long.toUnsignedString(value))
        : BigDecimal.valueOf(value);
  }

  private static long unsigned(BigInteger sum) {
    if (sum.signum() < 0 || sum.bitLength() > 64) {
      throw overflow(sum);
    }
    return sum.longValue();
  }

  private static VgiException overflow(Number sum) {
    return VgiException.invalidArgument("The sum " + sum + " overflows the type of the result");
  }
}
