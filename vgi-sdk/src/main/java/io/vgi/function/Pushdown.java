package io.vgi.function;

/** What a table function lets the engine hand down to it. */
public enum Pushdown {
  /** Only the columns a query uses are asked for. */
  PROJECTION
}
