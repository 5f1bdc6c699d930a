package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The components of a record as the columns of an output.
 *
 * @param <R> the record
 */
final class RowColumns<R extends Record> {
  private final ValueCodec<R> codec;
  private final List<Column<?>> columns;

  RowColumns(ValueCodec<R> codec) {
    this.codec = codec;
    this.columns = List.copyOf(codec.columns());
  }

  ValueCodec<R> codec() {
    return codec;
  }

  List<Column<?>> columns() {
    return columns;
  }

  /** Each column with the codec of its values. */
  List<ValueColumn<FieldVector, ?>> values() {
    return codec.columns();
  }

  /** A copy of rows, none of which may be null. */
  static <R extends Record> List<R> copy(Class<R> row, List<R> rows) {
    int missing = new ArrayList<>(rows).indexOf(null);
    if (missing >= 0) {
      throw new IllegalArgumentException(
          "Of the rows of " + row.getName() + " that with the index " + missing + " is null");
    }
    return List.copyOf(rows);
  }

  /** Refuses the columns that {@code spec} names when they are not those of the record. */
  void check(FunctionSpec spec) {
    List<Column<?>> named = spec.output();
    boolean same = named.isEmpty() || named.size() == columns.size();
    for (int i = 0; same && i < named.size(); i++) {
      same =
          named.get(i).name().equals(columns.get(i).name())
              && named.get(i).type().equals(columns.get(i).type());
    }
    if (!same) {
      throw new IllegalArgumentException(
          "'" + spec.name() + "' returns " + named + ", but its rows have " + columns);
    }
  }

  /** Writes what is used of records. */
  ValueCodec.Writer<R> writer(BatchWriter out, List<Column<?>> shape) {
    List<@Nullable FieldVector> vectors = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Column<?> column = shape.get(i);
      vectors.add(out.wants(column) || column.isPartition() ? out.vector(i) : null);
    }
    return codec.writer(vectors.toArray(new FieldVector[0]));
  }
}
