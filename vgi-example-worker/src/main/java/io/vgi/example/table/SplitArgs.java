package io.vgi.example.table;

import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;

/** What the functions that fall into parts have in common. */
final class SplitArgs {
  static final Arg<Long> N = Arg.bigint("n").named().atLeast(0L).doc("Number of rows to produce");
  static final Arg<Long> SPLITS =
      Arg.bigint("splits")
          .named()
          .orElse(4L)
          .atLeast(0L)
          .doc("How many splits to divide the scan into");
  static final Column<BigIntVector> NUMBER = Column.bigint("n");

  private SplitArgs() {}

  /**
   * One part of a scan.
   *
   * @param ordinal the number of the part, from 0
   * @param from its first row
   * @param to the row behind its last one
   */
  record Range(long ordinal, long from, long to) {}

  /**
   * Where a reader of a part stands.
   *
   * @param ordinal the number of the part
   * @param from its first row
   * @param row its next row
   * @param to the row behind its last one
   */
  record Position(long ordinal, long from, long row, long to) {
    static Position before(Range range) {
      return new Position(range.ordinal(), range.from(), range.from(), range.to());
    }

    Position at(long next) {
      return new Position(ordinal, from, next, to);
    }
  }

  /** {@code rows} rows in {@code parts} ranges whose lengths differ by one at most. */
  static List<Range> evenly(long rows, long parts) {
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
