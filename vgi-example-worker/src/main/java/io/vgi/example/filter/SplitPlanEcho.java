package io.vgi.example.filter;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.jspecify.annotations.Nullable;

/** One row for each part: what was known of the scan when it was divided. */
record SplitPlanEcho(FunctionSpec spec)
    implements SplittableTableFunction<SplitPlanEcho.Seen, SplitPlanEcho.Seen> {
  private static final Arg<Long> SPLITS =
      Arg.bigint("splits").named().orElse(3L).atLeast(1L).doc("How many splits to report");
  private static final ValueColumn<BigIntVector, Long> ORDINAL = Column.bigint("split_ordinal");
  private static final ValueColumn<BitVector, Boolean> SAW_FILTERS = Column.bool("saw_filters");
  private static final ValueColumn<BigIntVector, Long> PROJECTED = Column.bigint("n_projection");

  /** One part, and whether there were conditions. */
  record Seen(long ordinal, boolean filters) {}

  SplitPlanEcho() {
    this(
        FunctionSpec.table("split_echo_filters")
            .args(SPLITS)
            .returns(ORDINAL, SAW_FILTERS, PROJECTED)
            .pushdown(Pushdown.FILTER)
            .doc("What was known of a scan when it was divided")
            .build());
  }

  @Override
  public List<Seen> splits(Scan scan) {
    boolean filters = !scan.filter().isAll();
    return LongStream.range(0, scan.get(SPLITS)).mapToObj(i -> new Seen(i, filters)).toList();
  }

  @Override
  public Seen open(Scan scan, Seen split) {
    return split;
  }

  @Override
  public @Nullable Seen next(Scan scan, Seen at, BatchWriter out) {
    // columns are not handed down to this function
    out.row().set(ORDINAL, at.ordinal()).set(SAW_FILTERS, at.filters()).set(PROJECTED, 0L);
    return null;
  }
}
