package io.vgi.example.table;

import io.vgi.function.Scan;
import io.vgi.param.Arg;

/** Arguments that several functions take. */
public final class Args {
  /** How many rows a call gives. */
  public static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(0L).doc("Number of rows to generate");

  /** How many rows a batch has. */
  public static final Arg<Long> BATCH_SIZE =
      Arg.bigint("batch_size").named().orElse(2048L).atLeast(1L).doc("Batch size for output");

  private Args() {}

  /** The rows of one batch that the caller wishes, as far as there is room for them. */
  public static int batchSize(Scan scan) {
    return (int) Math.min(scan.get(BATCH_SIZE), scan.batchSize());
  }
}
