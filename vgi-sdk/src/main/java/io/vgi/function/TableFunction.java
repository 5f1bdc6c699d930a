package io.vgi.function;

/**
 * A function that gives rows, from one cursor after the other.
 *
 * @param <C> the cursor; see {@link ScanFunction}
 */
public non-sealed interface TableFunction<C> extends ScanFunction<C> {
  /** Places a cursor before the first row. */
  C open(Scan scan) throws Exception;
}
