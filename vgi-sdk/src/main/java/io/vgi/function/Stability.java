package io.vgi.function;

/** Whether equal inputs give equal results. */
public enum Stability {
  /** Always: the engine may fold, reorder and remember calls. */
  CONSISTENT,
  /** Never: every row is a call of its own. */
  VOLATILE,
  /** Within one query. */
  CONSISTENT_WITHIN_QUERY
}
