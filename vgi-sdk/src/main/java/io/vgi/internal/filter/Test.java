package io.vgi.internal.filter;

/** A condition that can be evaluated, for one scan and one thread at a time. */
abstract class Test {
  static final int FALSE = 0;
  static final int TRUE = 1;
  static final int NULL = 2;

  static int of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  /** Takes the vectors of a batch, from which rows are then read. */
  abstract void bind(Columns columns);

  /** {@link #TRUE}, {@link #FALSE} or {@link #NULL} for a row. */
  abstract int at(int row);

  /**
   * Keeps those of the first {@code count} of {@code selected} for which this is true and returns
   * how many they are; a failure leaves them in disorder.
   */
  int narrow(int[] selected, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = selected[i];
      if (at(row) == TRUE) {
        selected[kept++] = row;
      }
    }
    return kept;
  }
}
