package io.vgi.example.table;

import io.vgi.example.table.SplitArgs.Position;
import io.vgi.example.table.SplitArgs.Range;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** The numbers below n, divided among readers in one way or another. */
final class SplitRows implements SplittableTableFunction<Position, Range> {
  private static final long MANY = 1000;

  private final FunctionSpec spec;
  private final Plan plan;

  /** Divides rows into parts. */
  private interface Plan {
    List<Range> ranges(long rows, long parts);
  }

  private SplitRows(TableSpecBuilder spec, Plan plan) {
    this.spec = spec.args(SplitArgs.N, SplitArgs.SPLITS).returns(SplitArgs.NUMBER).build();
    this.plan = plan;
  }

  /** Parts of equal length. */
  static SplitRows sequence() {
    return new SplitRows(
        FunctionSpec.table("split_sequence")
            .doc("Row-for-row identical to sequence(n), but produced through splits")
            .example("SELECT * FROM split_sequence(n := 5)", ""),
        SplitArgs::evenly);
  }

  /** No parts, hence no rows. */
  static SplitRows zero() {
    return new SplitRows(
        FunctionSpec.table("split_zero").doc("Plans no splits: an empty table"),
        (rows, parts) -> List.of());
  }

  /** Far more parts than readers. */
  static SplitRows many() {
    return new SplitRows(
        FunctionSpec.table("split_many").doc("Far more splits than readers"),
        (rows, parts) -> SplitArgs.evenly(rows, parts > 0 ? parts : MANY));
  }

  /** A last part with nearly all rows. */
  static SplitRows skewed() {
    return new SplitRows(
        FunctionSpec.table("split_skewed").doc("One split holds nearly all rows"),
        SplitRows::skewed);
  }

  /** An empty part before every other. */
  static SplitRows emptyRanges() {
    return new SplitRows(
        FunctionSpec.table("split_empty_ranges").doc("Every other split is empty"),
        SplitRows::withEmpty);
  }

  private static List<Range> skewed(long rows, long parts) {
    long small = Math.max(parts, 2) - 1;
    long length = rows == 0 ? 0 : Math.max(rows / 100 / small, 1);
    List<Range> ranges = new ArrayList<>();
    long from = 0;
    for (long i = 0; i < small; i++) {
      long to = Math.min(from + length, rows);
      ranges.add(new Range(i, from, to));
      from = to;
    }
    ranges.add(new Range(small, from, rows));
    return ranges;
  }

  private static List<Range> withEmpty(long rows, long parts) {
    List<Range> ranges = new ArrayList<>();
    for (Range range : SplitArgs.evenly(rows, parts)) {
      ranges.add(new Range(2 * range.ordinal(), range.from(), range.from()));
      ranges.add(new Range(2 * range.ordinal() + 1, range.from(), range.to()));
    }
    return ranges;
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public List<Range> splits(Scan scan) {
    return plan.ranges(scan.get(SplitArgs.N), scan.get(SplitArgs.SPLITS));
  }

  @Override
  public Position open(Scan scan, Range split) {
    return Position.before(split);
  }

  @Override
  public @Nullable Position next(Scan scan, Position at, BatchWriter out) {
    int rows = (int) Math.min(at.to() - at.row(), scan.batchSize());
    BigIntVector numbers = out.get(SplitArgs.NUMBER);
    for (int i = 0; i < rows; i++) {
      numbers.set(i, at.row() + i);
    }
    out.rows(rows);
    long next = at.row() + rows;
    return next == at.to() ? null : at.at(next);
  }
}
