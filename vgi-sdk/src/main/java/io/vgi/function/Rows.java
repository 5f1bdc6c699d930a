package io.vgi.function;

import io.vgi.type.Column;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.vector.FieldVector;

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
   * Visits, in order, the rows in which no input is NULL; all rows where the function is declared
   * {@link NullHandling#SPECIAL}.
   */
  void forEachRow(IntConsumer row);

  /** The rows as bytes, for {@link BatchWriter#forward(byte[])}: an Arrow IPC stream. */
  byte[] toBytes();
}
