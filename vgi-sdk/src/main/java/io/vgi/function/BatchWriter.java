package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.function.LongFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Where a function puts the rows of its next batch. Vectors are allocated by the SDK, all NULL,
 * with room for {@link Scan#batchSize} fixed-width values; use {@code setSafe} beyond that and for
 * variable-length values, which are written from the first row to the last. Implemented by the SDK.
 * Valid during the callback.
 */
public interface BatchWriter {
  /** Whether the query uses {@code column}; what it does not use need not be computed. */
  boolean wants(Column<?> column);

  /** The vector of {@code column}; one that is thrown away when the query does not use it. */
  <V extends FieldVector> V get(Column<V> column);

  /** The vector of the column at {@code position} of {@link Scan#shape}. */
  FieldVector vector(int position);

  /**
   * Begins the next row: vectors grow and rows count themselves, so {@link #rows} is not needed.
   * Vectors may be written besides, up to the same row. The batch ends with the callback, see
   * {@link #isFull}.
   */
  RowWriter row();

  /**
   * Writes {@code value} of each row to {@code column}, from row 0 on; asked only if somebody uses
   * the column. Vectors grow; rows are counted with {@link #rows}.
   *
   * @param first the number that {@code value} is given for the first row
   * @throws IllegalArgumentException when the column's type cannot hold a value, or there is no
   *     such column
   */
  <T> void fill(ValueColumn<?, T> column, long first, int rows, LongFunction<@Nullable T> value);

  /** As {@link #fill(ValueColumn, long, int, LongFunction)}, with one value, null for NULL. */
  default <T> void fill(ValueColumn<?, T> column, int rows, @Nullable T value) {
    fill(column, 0, rows, row -> value);
  }

  /**
   * Writes {@code first}, {@code first + step} and so on to {@code column}, from row 0 on, if
   * somebody uses it. The vector grows; rows are counted with {@link #rows}.
   *
   * @throws ArithmeticException when a number is beyond BIGINT
   */
  void series(Column<BigIntVector> column, int rows, long first, long step);

  /** How many rows the batch has by now, by {@link #row} or {@link #rows}. */
  int rowCount();

  /**
   * Whether the batch has {@link Scan#batchSize} rows or more. A callback that writes rows one by
   * one gives the batch away by returning, and the cursor that it returns says where the next call
   * goes on: {@code while (!out.isFull() && at < end) out.row().set(N, at++);}. A batch may have
   * more rows.
   */
  boolean isFull();

  /** Ends the batch with {@code count} rows; a batch to which values were written needs it. */
  void rows(int count);

  /**
   * Makes {@code in} the batch: its columns are the first of the output, further ones are the
   * function's to write, before or after. Once per batch.
   */
  void forward(Rows in);

  /** As {@link #forward(Rows)}, with the first {@code count} of {@code rows}, row numbers of it. */
  void forward(Rows in, int[] rows, int count);

  /** As {@link #forward(Rows)}, with rows from {@link Rows#toBytes}. */
  void forward(byte[] rows);

  /**
   * Adds one row of {@code in} behind the rows that the batch has: of the function's input, kept or
   * visited, so that a batch may be made of rows of several. Its columns go to the output's of
   * their name and type; output columns that {@code in} does not have stay NULL, or are the
   * function's to write. The batch grows and counts its rows by itself. What was written to the
   * vectors before is kept if {@link #rows} said so.
   *
   * @return the number of the row in the batch
   * @throws IllegalArgumentException when a column's type is another than the output's, or when
   *     there is no column of the output's
   * @throws IllegalStateException when the batch forwards rows
   */
  int append(Rows in, int row);

  /**
   * Says that output row {@code row} comes from input row {@code inputRow}; once one row's origin
   * is given, that of all must be. For functions of columns.
   */
  void parent(int row, int inputRow);

  /**
   * The batch's place in the whole result, for functions declared {@link
   * RowSpecBuilder#batchIndexed}; never falls within a stream.
   */
  void batchIndex(long index);

  /**
   * The smallest and the greatest value of a partition column in the batch. Without it the SDK
   * takes them from the vector, which the function then must write even if the query does not use
   * it.
   */
  void partition(Column<?> column, @Nullable Object least, @Nullable Object greatest);

  /**
   * How long the result may be kept: on the first batch of a stream, on every batch of a function
   * from rows to rows. Replaces what the spec says.
   */
  void cache(CacheHint hint);

  /**
   * Says that the result the engine asked about is still good; then there are no rows, whatever
   * {@link #rows} says.
   */
  void notModified();

  /** Adds metadata to the batch as it is; for tests of clients. */
  void metadata(String key, String value);
}
