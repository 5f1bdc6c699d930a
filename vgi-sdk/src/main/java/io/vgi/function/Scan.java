package io.vgi.function;

/** A running scan of a table function. Implemented by the SDK. */
public interface Scan extends Call {
  /** A good number of rows for one batch. */
  int batchSize();
}
