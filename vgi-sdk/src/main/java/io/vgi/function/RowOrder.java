package io.vgi.function;

/** What the order of a table function's rows means. */
public enum RowOrder {
  /** The order of insertion: the engine keeps it where the query does. */
  PRESERVES_ORDER,
  /** None. */
  NO_ORDER_GUARANTEE,
  /** The result is meant in just this order. */
  FIXED_ORDER
}
