package io.vgi.internal.filter;

import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.compare.Range;
import org.apache.arrow.vector.compare.RangeEqualsVisitor;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Whether rows have the same values in some columns, as {@code GROUP BY} and {@code PARTITION BY}
 * see it: NULL is NULL, NaN is NaN, zero has no sign. One thread at a time.
 */
public final class SameValues {
  private final Column[] columns;

  private interface Column {
    boolean isSame(int left, int right);
  }

  private SameValues(Column[] columns) {
    this.columns = columns;
  }

  /** Compares rows of {@code left} with rows of {@code right}, both columns of {@code fields}. */
  public static SameValues of(List<Field> fields, List<FieldVector> left, List<FieldVector> right) {
    Column[] columns = new Column[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(fields.get(i), left.get(i), right.get(i));
    }
    return new SameValues(columns);
  }

  /** Whether row {@code left} of the one has the values of row {@code right} of the other. */
  public boolean test(int left, int right) {
    for (Column column : columns) {
      if (!column.isSame(left, right)) {
        return false;
      }
    }
    return true;
  }

  private static Column column(Field field, FieldVector left, FieldVector right) {
    ValueType type = ValueType.orOther(field);
    if (type.kind() == SqlKind.OTHER) {
      // what has no order here is compared by its bytes
      RangeEqualsVisitor visitor = new RangeEqualsVisitor(left, right);
      return (a, b) -> visitor.rangeEquals(new Range(a, b, 1));
    } else if (Keys.exist(type)) {
      Keys one = Keys.of(left, type.kind());
      Keys other = Keys.of(right, type.kind());
      return (a, b) ->
          (one.isNull(a) || other.isNull(b))
              ? one.isNull(a) == other.isNull(b)
              : one.at(a) == other.at(b);
    } else if (type.kind().isBytes()
        && (left instanceof BaseVariableWidthVector
            || left instanceof BaseLargeVariableWidthVector)) {
      int width = left instanceof BaseVariableWidthVector ? 4 : 8;
      return (a, b) ->
          (left.isNull(a) || right.isNull(b))
              ? left.isNull(a) == right.isNull(b)
              : isSameText(left, a, right, b, width);
    }
    if (left instanceof BaseFixedWidthVector fixed
        && left.getClass() == right.getClass()
        && type.kind() != SqlKind.INTERVAL) {
      int width = fixed.getTypeWidth();
      return (a, b) ->
          (left.isNull(a) || right.isNull(b))
              ? left.isNull(a) == right.isNull(b)
              : isSameBytes(left.getDataBuffer(), a, right.getDataBuffer(), b, width);
    }
    ValueCodec<Object> codec = ValueCodec.natural(SqlType.of(field));
    ValueCodec.Reader<Object> one = codec.reader(left);
    ValueCodec.Reader<Object> other = codec.reader(right);
    return (a, b) -> codec.compare(one.get(a), other.get(b)) == 0;
  }

  private static boolean isSameBytes(ArrowBuf left, int a, ArrowBuf right, int b, int width) {
    long from = (long) width * a;
    long otherFrom = (long) width * b;
    return ByteFunctionHelpers.equal(
            left, from, from + width, right, otherFrom, otherFrom + width)
        == 1;
  }

  private static boolean isSameText(FieldVector left, int a, FieldVector right, int b, int width) {
    long from = offset(left.getOffsetBuffer(), width, a);
    long to = offset(left.getOffsetBuffer(), width, a + 1);
    long otherFrom = offset(right.getOffsetBuffer(), width, b);
    long otherTo = offset(right.getOffsetBuffer(), width, b + 1);
    return to - from == otherTo - otherFrom
        && ByteFunctionHelpers.equal(
                left.getDataBuffer(), from, to, right.getDataBuffer(), otherFrom, otherTo)
            == 1;
  }

  private static long offset(ArrowBuf offsets, int width, int row) {
    return width == 4 ? offsets.getInt(4L * row) : offsets.getLong(8L * row);
  }
}
