package io.vgi.function;

import io.vgi.rpc.VgiException;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a scan whose rows are known by their numbers.
 *
 * @param ordinal the number of the part, from 0
 * @param from its first row
 * @param to the row behind its last one
 */
public record RowRange(long ordinal, long from, long to) {
  private static final long MOST = 1_000_000;

  /**
   * {@code rows} rows in ranges of {@code length} rows; the last one may be shorter.
   *
   * @throws VgiException when that are more than a million ranges
   */
  public static List<RowRange> chunks(long rows, long length) {
    if (length < 1) {
      throw VgiException.invalidArgument("A range cannot have " + length + " rows");
    }
    check(rows <= 0 ? 0 : (rows - 1) / length + 1);
    List<RowRange> ranges = new ArrayList<>();
    for (long from = 0; from < rows; from += length) {
      long to = rows - from <= length ? rows : from + length;
      ranges.add(new RowRange(ranges.size(), from, to));
      if (to == rows) {
        break;
      }
    }
    return ranges;
  }

  /**
   * {@code rows} rows in {@code parts} ranges whose lengths differ by one at most.
   *
   * @throws VgiException when that are more than a million ranges
   */
  public static List<RowRange> evenly(long rows, long parts) {
    check(parts);
    List<RowRange> ranges = new ArrayList<>();
    long from = 0;
    for (long i = 0; i < parts; i++) {
      long to = from + rows / parts + (i < rows % parts ? 1 : 0);
      ranges.add(new RowRange(i, from, to));
      from = to;
    }
    return ranges;
  }

  private static void check(long count) {
    if (count > MOST) {
      throw VgiException.invalidArgument(
          "A scan cannot fall into " + count + " ranges, at most into " + MOST);
    }
  }
}
