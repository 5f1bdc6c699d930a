package io.vgi.function;

/** The rows of a window's partition, in its order. Implemented by the SDK. */
public interface Partition extends Rows {
  /**
   * Whether {@code row} counts: it passes the FILTER clause and, with {@link NullHandling#DEFAULT},
   * none of its inputs is NULL.
   */
  boolean counts(int row);
}
