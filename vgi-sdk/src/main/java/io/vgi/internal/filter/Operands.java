package io.vgi.internal.filter;

import io.vgi.internal.number.HugeInts;
import io.vgi.internal.order.Interval;
import io.vgi.internal.order.TimeTzOrder;
import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluator of conditions computes with, in DuckDB's own numbers: Boolean, Long (integers up
 * to 64 bits; dates, times and timestamps in their units), BigInteger (wider integers, the digits of
 * decimals), Double, String ({@link Bytes}), {@link Interval} and arrays of these. Conditions cast,
 * add and compare these numbers; made of natural values ({@link io.vgi.type.ValueCodec}), which are
 * for people, each row would cost an object and its way back.
 */
final class Operands {
  private Operands() {}

  static @Nullable Object read(FieldVector vector, ValueType type, int row) {
    if (type.kind() == SqlKind.UNION) {
      return union((UnionVector) vector, type, row);
    } else if (vector.isNull(row)) {
      return null;
    }
    switch (type.kind()) {
      case BOOLEAN -> {
        return vector instanceof BitVector bits
            ? bits.get(row) != 0
            : ((BaseIntVector) vector).getValueAsLong(row) != 0;
      }
      case FLOAT -> {
        return (double) ((Float4Vector) vector).get(row);
      }
      case DOUBLE -> {
        return ((Float8Vector) vector).get(row);
      }
      case UBIGINT -> {
        return unsigned(((UInt8Vector) vector).get(row));
      }
      case HUGEINT, UHUGEINT -> {
        byte[] bytes = ((FixedSizeBinaryVector) vector).get(row);
        return HugeInts.read(bytes, type.kind() == SqlKind.HUGEINT);
      }
      case DECIMAL -> {
        return decimal(vector, row);
      }
      case VARCHAR, ENUM, BLOB, UUID -> {
        return Bytes.of(bytes(vector, row));
      }
      case TIMETZ -> {
        return TimeTzOrder.key(vector.getDataBuffer().getLong(8L * row));
      }
      case INTERVAL -> {
        return interval((IntervalMonthDayNanoVector) vector, row);
      }
      case LIST -> {
        return list(vector, type, row);
      }
      case STRUCT -> {
        return struct(vector, type, row);
      }
      default -> {
        return fixed(vector, row);
      }
    }
  }

  private static long fixed(FieldVector vector, int row) {
    if (vector instanceof BaseIntVector ints) {
      return ints.getValueAsLong(row);
    }
    ArrowBuf data = vector.getDataBuffer();
    return vector instanceof DateDayVector || ((BaseFixedWidthVector) vector).getTypeWidth() == 4
        ? data.getInt(4L * row)
        : data.getLong(8L * row);
  }

  static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return bits < 0 ? value.setBit(63) : value;
  }

  private static BigInteger decimal(FieldVector vector, int row) {
    int width = vector instanceof DecimalVector ? 16 : vector instanceof Decimal256Vector ? 32 : 0;
    if (width == 0) {
      throw new EvaluationException("A decimal is held by a " + vector.getClass().getSimpleName());
    }
    byte[] little = new byte[width];
    vector.getDataBuffer().getBytes((long) width * row, little);
    return HugeInts.read(little, true);
  }

  private static byte[] bytes(FieldVector vector, int row) {
    return vector instanceof FixedSizeBinaryVector bytes
        ? bytes.get(row)
        : ((VariableWidthFieldVector) vector).get(row);
  }

  private static Interval interval(IntervalMonthDayNanoVector vector, int row) {
    ArrowBuf data = vector.getDataBuffer();
    return Interval.of(
        IntervalMonthDayNanoVector.getMonths(data, row),
        IntervalMonthDayNanoVector.getDays(data, row),
        IntervalMonthDayNanoVector.getNanoseconds(data, row) / 1000);
  }

  private static @Nullable Object[] list(FieldVector vector, ValueType type, int row) {
    long from;
    long to;
    if (vector instanceof ListVector list) {
      from = list.getElementStartIndex(row);
      to = list.getElementEndIndex(row);
    } else if (vector instanceof LargeListVector list) {
      from = list.getElementStartIndex(row);
      to = list.getElementEndIndex(row);
    } else {
      FixedSizeListVector list = (FixedSizeListVector) vector;
      from = (long) row * list.getListSize();
      to = from + list.getListSize();
    }
    FieldVector data = vector.getChildrenFromFields().get(0);
    @Nullable Object[] values = new @Nullable Object[Math.toIntExact(to - from)];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(data, type.element(), Math.toIntExact(from + i));
    }
    return values;
  }

  private static @Nullable Object[] struct(FieldVector vector, ValueType type, int row) {
    List<FieldVector> members = vector.getChildrenFromFields();
    @Nullable Object[] values = new @Nullable Object[members.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(members.get(i), type.children().get(i), row);
    }
    return values;
  }

  /** Which member it is and its value: DuckDB compares them in that order. */
  private static @Nullable Object union(UnionVector vector, ValueType type, int row) {
    int id = vector.getTypeValue(row);
    List<FieldVector> members = vector.getChildrenFromFields();
    int position = type.ids().isEmpty() ? id : type.ids().indexOf(id);
    Object value = read(members.get(position), type.children().get(position), row);
    return value == null ? null : new @Nullable Object[] {(long) position, value};
  }
}
