package io.vgi.internal.filter;

import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.List;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Which rows hold the least and the greatest value of a column, in DuckDB's order with NULLs last.
 *
 * @param least the row of the least value
 * @param greatest the row of the greatest value
 */
public record Extremes(int least, int greatest) {

  /** Looks through the first {@code rows} rows, at least one. */
  public static Extremes of(Field field, FieldVector vector, int rows) {
    ValueType type = ValueType.orOther(field);
    boolean narrow = type.kind() != SqlKind.DECIMAL || vector instanceof DecimalVector;
    return narrow && Keys.exist(type)
        ? byKeys(Keys.of(vector, type.kind()), rows)
        : byValues(field, type, vector, rows);
  }

  private static Extremes byKeys(Keys keys, int rows) {
    int least = 0;
    int greatest = 0;
    for (int row = 1; row < rows; row++) {
      least = compare(keys, row, least) < 0 ? row : least;
      greatest = compare(keys, row, greatest) > 0 ? row : greatest;
    }
    return new Extremes(least, greatest);
  }

  private static int compare(Keys keys, int left, int right) {
    boolean noLeft = keys.isNull(left);
    boolean noRight = keys.isNull(right);
    return noLeft || noRight
        ? Boolean.compare(noLeft, noRight)
        : Long.compare(keys.at(left), keys.at(right));
  }

  private static Extremes byValues(Field field, ValueType type, FieldVector vector, int rows) {
    List<FieldVector> column = List.of(vector);
    SameValues same = SameValues.of(List.of(field), column, column);
    boolean ordered = type.kind() != SqlKind.OTHER;
    int least = 0;
    int greatest = 0;
    ValueCodec<Object> codec = ValueCodec.natural(SqlType.of(field));
    ValueCodec.Reader<Object> values = codec.reader(vector);
    Object low = ordered ? values.get(0) : null;
    Object high = low;
    for (int row = 1; row < rows; row++) {
      // runs of one value are the rule, and cost no object
      if (same.test(row, row - 1)) {
        continue;
      } else if (!ordered) {
        throw new IllegalStateException(
            "Values of column '" + field.getName() + "' have no order; give each its own batch");
      }
      Object value = values.get(row);
      if (codec.compare(value, low) < 0) {
        low = value;
        least = row;
      }
      if (codec.compare(value, high) > 0) {
        high = value;
        greatest = row;
      }
    }
    return new Extremes(least, greatest);
  }
}
