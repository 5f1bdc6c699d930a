package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one batch. Vectors are valid during the callback only and must not be written; values
 * of ENUM columns are VARCHAR. Implemented by the SDK. One thread at a time.
 */
public interface Rows {
  /** The number of rows. */
  int count();

  /** The columns, in order; of a table input under the caller's names and with its types. */
  List<Column<?>> columns();

  /** The vector of the column at {@code position}. */
  FieldVector vector(int position);

  /** The vector of {@code column}. */
  <V extends FieldVector> V get(Column<V> column);

  /** The vectors of a repeated column, in call order. */
  <V extends FieldVector> List<V> all(Column<V> column);

  /**
   * The value of {@code column} in {@code row}; null for NULL. Of a repeated column it is the first
   * one's.
   *
   * @throws io.vgi.rpc.VgiException when the Java type cannot be that value
   */
  default <T> @Nullable T value(ValueColumn<?, T> column, int row) {
    return reader(column).get(row);
  }

  /**
   * The value of {@code column} in {@code row} as {@code java}, one of the Java types that {@link
   * io.vgi.type.ValueCodec} has for the column's type; null for NULL.
   *
   * @throws io.vgi.rpc.VgiException when the Java type cannot be that value
   */
  <T> @Nullable T value(Column<?> column, int row, Class<T> java);

  /** The values of {@code column}, for loops; valid as long as the vectors are. */
  <T> ValueCodec.Reader<T> reader(ValueColumn<?, T> column);

  /** Whether {@code column} is NULL in {@code row}; Arrow's vectors cannot tell this of unions. */
  boolean isNull(Column<?> column, int row);

  /**
   * The position of the column called {@code name}, for {@link #vector} and {@link #columns}.
   *
   * @throws IllegalArgumentException when there is none
   */
  int position(String name);

  /**
   * Visits, in order, the rows in which no input is NULL; all rows where the function is declared
   * {@link NullHandling#SPECIAL}.
   */
  void forEachRow(IntConsumer row);

  /** The rows as bytes, for {@link BatchWriter#forward(byte[])}: an Arrow IPC stream. */
  byte[] toBytes();
}
