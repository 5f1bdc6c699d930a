package io.vgi.function;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A running COPY TO; {@link #executionState} is shared by all that takes part in it. Implemented by
 * the SDK.
 */
public interface CopyTo extends Copy {
  /**
   * Keeps bytes of the batch that is written until the end of the statement. As parts do, they
   * count once where the engine may send a batch again, see {@link CopyToFunction#write}.
   *
   * @throws IllegalStateException when no batch is written
   */
  void keep(byte[] bytes);

  /** Writes all bytes that were kept, in the order in which batches came. */
  void kept(OutputStream out) throws IOException;
}
