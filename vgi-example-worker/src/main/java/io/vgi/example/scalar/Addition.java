package io.vgi.example.scalar;

import io.vgi.function.Rows;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/** Adds columns of numbers, row by row, into a column of the promoted type. */
final class Addition {
  private Addition() {}

  static void add(List<FieldVector> columns, Rows in, FieldVector out) {
    if (out instanceof Float8Vector reals) {
      List<ValueCodec.Reader<Double>> readers = readers(columns, Double.class);
      in.forEachRow(
          row -> {
            double sum = 0;
            for (ValueCodec.Reader<Double> reader : readers) {
              sum += Objects.requireNonNull(reader.get(row));
            }
            reals.set(row, sum);
          });
    } else if (out instanceof BaseIntVector || out instanceof DecimalVector) {
      List<ValueCodec.Reader<BigDecimal>> readers = readers(columns, BigDecimal.class);
      SqlType type = SqlType.of(out.getField());
      ValueCodec.Writer<BigDecimal> sums = ValueCodec.of(type, BigDecimal.class).writer(out);
      in.forEachRow(
          row -> {
            BigDecimal sum = BigDecimal.ZERO;
            for (ValueCodec.Reader<BigDecimal> reader : readers) {
              sum = sum.add(Objects.requireNonNull(reader.get(row)));
            }
            if (out instanceof DecimalVector decimals) {
              checkPrecision(sum.setScale(decimals.getScale()), decimals.getPrecision());
            }
            sums.set(row, sum);
          });
    } else if (columns.size() == 1) {
      in.forEachRow(row -> out.copyFromSafe(row, row, columns.get(0)));
    } else {
      throw VgiException.invalidArgument(
          "Two values in a " + out.getClass().getSimpleName() + " do not satisfy _is_addable_type");
    }
  }

  private static void checkPrecision(BigDecimal sum, int precision) {
    if (sum.precision() > precision) {
      throw VgiException.invalidArgument(
          "The sum " + sum.toPlainString() + " does not fit in precision " + precision);
    }
  }

  private static <T> List<ValueCodec.Reader<T>> readers(List<FieldVector> columns, Class<T> java) {
    List<ValueCodec.Reader<T>> readers = new ArrayList<>(columns.size());
    for (FieldVector column : columns) {
      readers.add(ValueCodec.of(SqlType.of(column.getField()), java).reader(column));
    }
    return readers;
  }
}
