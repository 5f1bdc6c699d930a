package io.vgi.function;

/** A function from rows to rows that looks at each batch by itself; see {@link InOutFunction}. */
public non-sealed interface TableInOutFunction extends InOutFunction {
  /**
   * Turns one batch of input into one of output, of any number of rows. A function of columns that
   * does not give exactly one row for each input row in order names each row's origin with {@link
   * BatchWriter#parent}.
   *
   * @throws Exception any failure, which fails the query with its message
   */
  void apply(Scan scan, Rows in, BatchWriter out) throws Exception;
}
