package io.vgi.testing;

import java.util.ArrayList;
import java.util.List;

/** The frame of each row of a partition, as OVER says it by rows. */
@FunctionalInterface
public interface WindowFrames {
  /**
   * Rows next to each other.
   *
   * @param start the first one
   * @param end the one behind the last
   */
  record Range(int start, int end) {}

  /**
   * The frame of a row: one range, or what EXCLUDE leaves of it, at most three.
   *
   * @param row the row in its partition
   * @param rows how many the partition has
   */
  List<Range> of(int row, int rows);

  /** {@code ROWS BETWEEN preceding PRECEDING AND following FOLLOWING}. */
  static WindowFrames rows(int preceding, int following) {
    return (row, rows) ->
        List.of(new Range(Math.max(0, row - preceding), Math.min(rows, row + following + 1)));
  }

  /** {@code ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW}. */
  static WindowFrames running() {
    return Running.INSTANCE;
  }

  /** {@code ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING}. */
  static WindowFrames whole() {
    return (row, rows) -> List.of(new Range(0, rows));
  }

  /** These frames with {@code EXCLUDE CURRENT ROW}. */
  default WindowFrames excludeCurrentRow() {
    return (row, rows) -> {
      List<Range> left = new ArrayList<>();
      for (Range range : of(row, rows)) {
        if (row < range.start() || row >= range.end()) {
          left.add(range);
        } else {
          left.add(new Range(range.start(), row));
          left.add(new Range(row + 1, range.end()));
        }
      }
      return left;
    };
  }
}
