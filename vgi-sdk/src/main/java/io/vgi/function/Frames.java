package io.vgi.function;

/**
 * The frames to compute: for each result row one to three ranges of partition rows, several when
 * {@code EXCLUDE} cuts some out. Implemented by the SDK. Valid during the callback.
 */
public interface Frames {
  /** The number of result rows. */
  int count();

  /** The number of ranges of result row {@code row}. */
  int parts(int row);

  /** The first partition row of a range. */
  int start(int row, int part);

  /** The partition row behind a range. */
  int end(int row, int part);
}
