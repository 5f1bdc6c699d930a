package io.vgi.example.table;

import io.vgi.example.table.SplitArgs.Position;
import io.vgi.example.table.SplitArgs.Range;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Fails on purpose in one of its parts: when it is opened, or behind its first rows. */
final class SplitFailAt implements SplittableTableFunction<Position, Range> {
  /** So small that a part has rows before and after the failure. */
  private static final int BATCH_ROWS = 8;

  private static final Arg<Long> FAIL_AT =
      Arg.bigint("fail_at").named().orElse(-1L).doc("Split ordinal to fail on; -1 never fails");
  private static final Arg<Boolean> FAIL_IN_INIT =
      Arg.bool("fail_in_init")
          .named()
          .orElse(false)
          .doc("Fail during the split's init rather than mid-stream");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("split_fail_at")
        .args(SplitArgs.N, SplitArgs.SPLITS, FAIL_AT, FAIL_IN_INIT)
        .returns(SplitArgs.NUMBER)
        .doc("Fails on a chosen split, at its start or in the middle")
        .build();
  }

  @Override
  public List<Range> splits(Scan scan) {
    return SplitArgs.evenly(scan.get(SplitArgs.N), scan.get(SplitArgs.SPLITS));
  }

  @Override
  public Position open(Scan scan, Range split) {
    if (scan.get(FAIL_IN_INIT) && split.ordinal() == scan.get(FAIL_AT)) {
      throw VgiException.internal(
          "split " + split.ordinal() + " refuses to initialize (fixture)", null);
    }
    return Position.before(split);
  }

  @Override
  public @Nullable Position next(Scan scan, Position at, BatchWriter out) {
    if (at.row() > at.from() && at.ordinal() == scan.get(FAIL_AT)) {
      throw VgiException.internal("split " + at.ordinal() + " failed mid-stream (fixture)", null);
    }
    int rows = (int) Math.min(at.to() - at.row(), BATCH_ROWS);
    BigIntVector numbers = out.get(SplitArgs.NUMBER);
    for (int i = 0; i < rows; i++) {
      numbers.set(i, at.row() + i);
    }
    out.rows(rows);
    long next = at.row() + rows;
    return next == at.to() ? null : at.at(next);
  }
}
