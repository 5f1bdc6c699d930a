package io.vgi.function;

import io.vgi.type.ValueColumn;
import org.jspecify.annotations.Nullable;

/**
 * One row of the batch that a function writes. What is not set is NULL; what the query does not use
 * is left out. Implemented by the SDK. Valid until the next {@link BatchWriter#row}.
 */
public interface RowWriter {
  /**
   * Puts {@code value}, null for NULL, into {@code column}.
   *
   * @throws IllegalArgumentException when the column's type cannot hold the value, or there is no
   *     such column
   */
  <T> RowWriter set(ValueColumn<?, T> column, @Nullable T value);

  /**
   * Puts a natural value, null for NULL, into the column at {@code position} of {@link Scan#shape};
   * {@link io.vgi.type.ValueCodec} says which is natural.
   *
   * @throws IllegalArgumentException when the column's type cannot hold the value
   */
  RowWriter set(int position, @Nullable Object value);

  /**
   * Puts each component of {@code values} into the column of its name.
   *
   * @throws IllegalArgumentException when there is no such column, or its type is not the
   *     component's as {@link io.vgi.type.ValueCodec} has it
   */
  RowWriter set(Record values);

  /** As {@link BatchWriter#parent} for this row: it comes from input row {@code inputRow}. */
  RowWriter parent(int inputRow);
}
