package io.vgi.function;

import java.util.OptionalLong;

/** A {@link BufferingFunction} taking its input. Implemented by the SDK. */
public interface Sink extends Scan {
  /**
   * Keeps the rows until the result has been read; {@link Source#kept} gives them back in the order
   * they were kept, or in that of {@link #batchIndex} when the function has one.
   */
  void keep(Rows rows);

  /**
   * Where in the source's order the batch belongs, when the spec asks for it with {@link
   * BufferingSpecBuilder#inputBatchIndex}; several batches may have the same.
   */
  OptionalLong batchIndex();
}
