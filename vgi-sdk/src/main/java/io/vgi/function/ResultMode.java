package io.vgi.function;

/**
 * What the engine wants back of a statement that writes; each mode tells more than the one before.
 */
public enum ResultMode {
  /** How many rows were changed. */
  COUNT,
  /** The rows as they are now, or as they were before they were deleted: RETURNING. */
  ROWS,
  /** Each row as it was and as it is. */
  CHANGES
}
