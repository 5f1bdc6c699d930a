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

  /**
   * A function that {@code spec} declares and {@code kernel} computes. Its columns are those of the
   * spec, or those of its input when the spec has none.
   */
  static TableInOutFunction of(FunctionSpec spec, Kernel kernel) {
    return new Kernels.OfBatches(spec, kernel);
  }

  /** As {@link #of(FunctionSpec, Kernel)}, where the call decides the columns. */
  static TableInOutFunction of(FunctionSpec spec, Binder binder, Kernel kernel) {
    return new BoundKernels.OfBatches(spec, binder, kernel);
  }

  /** As {@link #of(FunctionSpec, Kernel)}, with a declaration that is built here. */
  static TableInOutFunction of(TableInOutSpecBuilder spec, Kernel kernel) {
    return of(spec.build(), kernel);
  }

  /** As {@link #of(FunctionSpec, Binder, Kernel)}, with a declaration that is built here. */
  static TableInOutFunction of(TableInOutSpecBuilder spec, Binder binder, Kernel kernel) {
    return of(spec.build(), binder, kernel);
  }

  /** What {@link TableInOutFunction#bind} does, as a lambda. */
  @FunctionalInterface
  interface Binder {
    /** Decides the columns of the output. */
    TableShape bind(Bind bind) throws Exception;
  }

  /** What {@link TableInOutFunction#apply} does, as a lambda. */
  @FunctionalInterface
  interface Kernel {
    /** Turns one batch of input into one of output. */
    void apply(Scan scan, Rows in, BatchWriter out) throws Exception;
  }
}
