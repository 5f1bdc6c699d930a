package io.vgi.pushdown;

/** A condition on the rows of a scan. */
public interface Filter {
  /** Whether every row satisfies it. */
  boolean isAll();
}
