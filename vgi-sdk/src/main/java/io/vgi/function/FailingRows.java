package io.vgi.function;

/** Visits rows with callbacks that may throw anything, which {@link Rows#forEachRow} does not. */
final class FailingRows {
  private FailingRows() {}

  /** Looks at one row. */
  @FunctionalInterface
  interface Visitor {
    void visit(int row) throws Exception;
  }

  private static final class Carried extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exception failure;

    Carried(Exception failure) {
      super(null, failure, false, false);
      this.failure = failure;
    }
  }

  /** Visits the rows that {@link Rows#forEachRow} visits. */
  static void visit(Rows rows, Visitor visitor) throws Exception {
    try {
      rows.forEachRow(
          row -> {
            try {
              visitor.visit(row);
            } catch (RuntimeException own) {
              throw own;
            } catch (Exception failure) {
              throw new Carried(failure);
            }
          });
    } catch (Carried carried) {
      throw carried.failure;
    }
  }
}
