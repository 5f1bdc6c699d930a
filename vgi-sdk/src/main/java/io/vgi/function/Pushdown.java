package io.vgi.function;

/** What a function lets the engine hand down to it. */
public enum Pushdown {
  /** Only the columns a query uses are asked for. */
  PROJECTION,
  /**
   * Conditions on the output. The SDK applies them to what the function gives, so reading {@link
   * Scan#filter} only saves work.
   */
  FILTER,
  /**
   * As {@link #FILTER}, and the function promises to give no row that fails a condition: nobody
   * checks its rows again. It must walk {@link Scan#filter} and throw when it meets a condition
   * that it cannot evaluate; a function that cannot evaluate all of them declares {@link #FILTER}.
   * What {@link io.vgi.pushdown.Filter#range} and {@code values} say is wider than the filter, and
   * not enough.
   */
  FILTER_EXACT,
  /** {@code TABLESAMPLE}: the function takes the sample itself, see {@link Scan#sample}. */
  SAMPLE
}
