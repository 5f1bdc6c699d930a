package io.vgi.example.table;

import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;

/** What the functions that fall into parts have in common. */
public final class SplitArgs {
  /** How many rows there are. */
  public static final Arg<Long> N =
      Arg.bigint("n").named().atLeast(0L).doc("Number of rows to produce");

  /** How many parts there are. */
  public static final Arg<Long> SPLITS =
      Arg.bigint("splits")
          .named()
          .orElse(4L)
          .atLeast(0L)
          .doc("How many splits to divide the scan into");

  /** The number of the row. */
  public static final Column<BigIntVector> NUMBER = Column.bigint("n");

  private static final long MOST_CHUNKS = 24;

  private SplitArgs() {}

  /**
   * One part of a scan.
   *
   * @param ordinal the number of the part, from 0
   * @param from its first row
   * @param to the row behind its last one
   */
  public record Range(long ordinal, long from, long to) {}

  /**
   * Where a reader of a part stands.
   *
   * @param ordinal the number of the part
   * @param from its first row
   * @param row its next row
   * @param to the row behind its last one
   */
  public record Position(long ordinal, long from, long row, long to) {
    /** Before the first row of {@code range}. */
    public static Position before(Range range) {
      return new Position(range.ordinal(), range.from(), range.from(), range.to());
    }

    /** Before row {@code next}. */
    public Position at(long next) {
      return new Position(ordinal, from, next, to);
    }
  }

  /** How long ranges are so that a scan of {@code rows} rows has no more than two dozen. */
  static long chunk(long rows) {
    return (rows + MOST_CHUNKS - 1) / MOST_CHUNKS;
  }

  /** {@code rows} rows in ranges of {@code length} rows; the last one may be shorter. */
  public static List<Range> chunks(long rows, long length) {
    List<Range> ranges = new ArrayList<>();
    for (long from = 0; from < rows; from += length) {
      ranges.add(new Range(ranges.size(), from, Math.min(rows, from + length)));
    }
    return ranges;
  }

  /** {@code rows} rows in {@code parts} ranges whose lengths differ by one at most. */
  public static List<Range> evenly(long rows, long parts) {
    List<Range> ranges = new ArrayList<>();
    long from = 0;
    for (long i = 0; i < parts; i++) {
      long to = from + rows / parts + (i < rows % parts ? 1 : 0);
      ranges.add(new Range(i, from, to));
      from = to;
    }
    return ranges;
  }
}
