package io.vgi.function;

import io.vgi.param.Arg;
import java.util.List;

/**
 * A table function whose scan falls into parts that may be read at the same time, by other threads
 * and in other processes. The SDK deals the parts out; each is read once.
 *
 * @param <C> the cursor within one part; see {@link ScanFunction}
 * @param <P> a part: a record, whose codec is derived
 */
public non-sealed interface SplittableTableFunction<C, P extends Record> extends ScanFunction<C> {
  /** Lists the parts of a scan; none gives an empty table. */
  List<P> splits(Scan scan) throws Exception;

  /** Places a cursor before the first row of one part. */
  C open(Scan scan, P split) throws Exception;

  /**
   * A function whose number of rows is known before, and each row by its number, in ranges that may
   * be read at the same time.
   *
   * @param spec the declaration, with the columns
   * @param count how many rows a call gives
   * @param splitter divides them, such as {@link RowRange#chunks} and {@link RowRange#evenly}
   * @param kernel writes rows
   * @throws IllegalArgumentException when {@code spec} has no columns
   */
  static SplitRangeFunction ranges(
      FunctionSpec spec, TableFunction.RowCount count, Splitter splitter, RangeKernel kernel) {
    return new SplitRangeFunction(spec, count, splitter, null, kernel);
  }

  /**
   * As {@link #ranges(FunctionSpec, TableFunction.RowCount, Splitter, RangeKernel)}, of as many
   * rows as {@code count} says.
   */
  static SplitRangeFunction ranges(
      FunctionSpec spec, Arg<Long> count, Splitter splitter, RangeKernel kernel) {
    return ranges(spec, new RangeFunction.ArgumentRows(count), splitter, kernel);
  }

  /** Divides the rows of {@link #ranges}. */
  @FunctionalInterface
  interface Splitter {
    /** The ranges of a scan of {@code rows} rows; each row must be in one of them, once. */
    List<RowRange> split(Scan scan, long rows) throws Exception;
  }

  /** Writes rows of {@link #ranges}. */
  @FunctionalInterface
  interface RangeKernel {
    /**
     * Writes the rows from {@code first} to {@code first + rows - 1} of the table, which are in
     * {@code range}, to the rows of {@code out} from 0 on; see {@link TableFunction.RangeKernel}.
     */
    void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) throws Exception;
  }
}
