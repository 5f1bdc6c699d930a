package io.vgi.function;

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
}
