package io.vgi.function;

import io.vgi.type.Column;
import org.apache.arrow.vector.FieldVector;

/**
 * Where a function puts the rows of its next batch. Vectors are allocated by the SDK, all NULL, with
 * room for {@link Scan#batchSize} fixed-width values; use {@code setSafe} beyond that and for
 * variable-length values. Implemented by the SDK. Valid during the callback.
 */
public interface BatchWriter {
  /** Whether the query uses {@code column}; what it does not use need not be computed. */
  boolean wants(Column<?> column);

  /** The vector of {@code column}; one that is thrown away when the query does not use it. */
  <V extends FieldVector> V get(Column<V> column);

  /** Ends the batch with {@code count} rows. */
  void rows(int count);
}
