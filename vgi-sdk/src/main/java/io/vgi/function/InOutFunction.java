package io.vgi.function;

/**
 * A function from rows to rows, batch by batch: a {@link TableInOutFunction}, or a {@link
 * FinishingFunction} that has more to say when its input ends. It is called as {@code FROM
 * f((SELECT …))} when its spec has a {@link TableInOutSpecBuilder#tableInput}, or {@code FROM t,
 * f(t.x)} when it takes columns. Batches of one query may go to several threads and processes at
 * once, in any order.
 */
public sealed interface InOutFunction extends SqlFunction
    permits TableInOutFunction, FinishingFunction {
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

  /** The engine gave the call up; called at most once, and not after the end. */
  default void onCancel(Scan scan) throws Exception {}
}
