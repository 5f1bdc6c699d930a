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
  /** As {@link #FILTER}, and the function promises to give no row that fails a condition. */
  FILTER_EXACT,
  /** {@code TABLESAMPLE}: the function takes the sample itself, see {@link Scan#sample}. */
  SAMPLE
}
