package io.vgi.function;

/**
 * A function from rows to rows, batch by batch: {@code FROM f((SELECT …))} when its spec has a
 * {@link TableInOutSpecBuilder#tableInput}, or {@code FROM t, f(t.x)} when it takes columns.
 * Batches of one query may go to several threads and processes at once, in any order.
 */
public non-sealed interface TableInOutFunction extends SqlFunction {
  /**
   * Decides the columns of the output; by default those of the spec, else those of the input.
   *
   * @throws Exception when the call cannot be served; its message is shown to the SQL user
   */
  default TableShape bind(Bind bind) throws Exception {
    return bind.spec().output().isEmpty()
        ? TableShape.of(bind.input())
        : TableShape.of(bind.spec().output());
  }

  /**
   * Turns one batch of input into one of output, of any number of rows. A function of columns that
   * does not give exactly one row for each input row in order names each row's origin with {@link
   * BatchWriter#parent}.
   *
   * @throws Exception any failure, which fails the query with its message
   */
  void apply(Scan scan, Rows in, BatchWriter out) throws Exception;

  /** The engine gave the call up; called at most once, and not after the end. */
  default void cancelled(Scan scan) throws Exception {}
}
