package io.vgi.example.table;

import io.vgi.function.RangeFunction;
import io.vgi.function.RangeFunction.BatchRows;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableFunction.RangeKernel;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import org.apache.arrow.vector.BigIntVector;

/** Arguments and columns that several functions have. */
public final class Args {
  /** How many rows a call gives. */
  public static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(0L).doc("Number of rows to generate");

  /** How many rows a batch has. */
  public static final Arg<Long> BATCH_SIZE =
      Arg.bigint("batch_size").named().orElse(2048L).atLeast(1L).doc("Batch size for output");

  /** Whole numbers. */
  public static final ValueColumn<BigIntVector, Long> N = Column.bigint("n");

  /** Batches of as many rows as the caller wishes, as far as there is room for them. */
  public static final BatchRows BATCHES = atMost(BATCH_SIZE);

  private Args() {}

  /** Batches of as many rows as the argument says, as far as there is room for them. */
  public static BatchRows atMost(Arg<Long> batchSize) {
    return new BatchRows() {
      @Override
      public long of(Scan scan) {
        return Math.min(scan.get(batchSize), scan.batchSize());
      }
    };
  }

  /** A function of {@link #COUNT} rows in batches of {@link #BATCH_SIZE}. */
  public static RangeFunction counted(TableSpecBuilder spec, RangeKernel kernel) {
    return TableFunction.range(spec.build(), COUNT, kernel).batches(BATCHES);
  }
}
