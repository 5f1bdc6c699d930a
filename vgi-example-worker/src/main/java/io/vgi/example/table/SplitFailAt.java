package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowRange;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fails on purpose in one of its parts: when it is opened, or behind its first rows. */
final class SplitFailAt implements SplittableTableFunction<SplitFailAt.Place, RowRange> {
  /** So small that a part has rows before and after the failure. */
  private static final int BATCH_ROWS = 8;

  private static final Arg<Long> FAIL_AT =
      Arg.bigint("fail_at").named().orElse(-1L).doc("Split ordinal to fail on; -1 never fails");
  private static final Arg<Boolean> FAIL_IN_INIT =
      Arg.bool("fail_in_init")
          .named()
          .orElse(false)
          .doc("Fail during the split's init rather than mid-stream");

  /** Where the reader of a range stands. */
  record Place(RowRange range, long row) {}

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("split_fail_at")
        .args(Splits.ROWS, Splits.SPLITS, FAIL_AT, FAIL_IN_INIT)
        .returns(Args.N)
        .doc("Fails on a chosen split, at its start or in the middle")
        .build();
  }

  @Override
  public List<RowRange> splits(Scan scan) {
    return RowRange.evenly(scan.get(Splits.ROWS), scan.get(Splits.SPLITS));
  }

  @Override
  public Place open(Scan scan, RowRange split) {
    if (scan.get(FAIL_IN_INIT) && split.ordinal() == scan.get(FAIL_AT)) {
      throw VgiException.internal(
          "split " + split.ordinal() + " refuses to initialize (fixture)", null);
    }
    return new Place(split, split.from());
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
    RowRange range = at.range();
    if (at.row() > range.from() && range.ordinal() == scan.get(FAIL_AT)) {
      throw VgiException.internal(
          "split " + range.ordinal() + " failed mid-stream (fixture)", null);
    }
    int rows = (int) Math.min(range.to() - at.row(), BATCH_ROWS);
    out.series(Args.N, rows, at.row(), 1);
    out.rows(rows);
    long next = at.row() + rows;
    return next == range.to() ? null : new Place(range, next);
  }
}
