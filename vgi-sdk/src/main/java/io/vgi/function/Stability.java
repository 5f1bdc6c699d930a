package io.vgi.function;

/** Whether equal inputs give equal results. */
public enum Stability {
  /**
   * Always: the engine may fold, reorder and remember calls, and asks once for rows of a batch that
   * are equal, as 0.0 and -0.0 are.
   */
  CONSISTENT,
  /** Never: every row is a call of its own. */
  VOLATILE,
  /** Within one query. */
  CONSISTENT_WITHIN_QUERY
}
