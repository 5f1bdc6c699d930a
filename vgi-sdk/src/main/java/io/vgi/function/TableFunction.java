package io.vgi.function;

/**
 * A function that gives rows, from one cursor after the other.
 *
 * @param <C> the cursor; see {@link ScanFunction}
 */
public non-sealed interface TableFunction<C> extends ScanFunction<C> {
  /** Places a cursor before the first row. */
  C open(Scan scan) throws Exception;

  /**
   * A function whose number of rows is known before, and each row by its number. Batches, the place
   * to go on from and the count that the engine plans with are made from that.
   *
   * @param spec the declaration, with the columns
   * @param count how many rows a call gives
   * @param kernel writes rows
   * @throws IllegalArgumentException when {@code spec} has no columns
   */
  static TableFunction<?> range(FunctionSpec spec, RowCount count, RangeKernel kernel) {
    return new Kernels.OfRange(spec, count, kernel);
  }

  /** How many rows a call of {@link #range} gives. */
  @FunctionalInterface
  interface RowCount {
    /**
     * The count; a negative one is none. Asked when the call is bound and when its scan opens,
     * which must agree.
     */
    long of(Call call) throws Exception;
  }

  /** Writes rows of {@link #range}. */
  @FunctionalInterface
  interface RangeKernel {
    /**
     * Writes the rows from {@code first} to {@code first + rows - 1}, counted from 0, to the rows
     * of {@code out} from 0 on.
     *
     * @param rows how many, at least 1 and at most {@link Scan#batchSize}; the SDK ends the batch
     */
    void write(Scan scan, long first, int rows, BatchWriter out) throws Exception;
  }
}
