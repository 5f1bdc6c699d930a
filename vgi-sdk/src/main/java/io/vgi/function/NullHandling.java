package io.vgi.function;

/** What becomes of rows with a NULL input. */
public enum NullHandling {
  /** Their result is NULL and the function does not see them. */
  DEFAULT,
  /** The function sees NULLs and decides. */
  SPECIAL
}
