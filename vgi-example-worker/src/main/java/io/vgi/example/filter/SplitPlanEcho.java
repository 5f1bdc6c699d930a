package io.vgi.example.filter;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.jspecify.annotations.Nullable;

/** One row for each part: what was known of the scan when it was divided. */
final class SplitPlanEcho
    implements SplittableTableFunction<SplitPlanEcho.Seen, SplitPlanEcho.Seen> {
  private static final Arg<Long> SPLITS =
      Arg.bigint("splits").named().orElse(3L).atLeast(1L).doc("How many splits to report");
  private static final Column<BigIntVector> ORDINAL = Column.bigint("split_ordinal");
  private static final Column<BitVector> SAW_FILTERS = Column.bool("saw_filters");
  private static final Column<BigIntVector> N_PROJECTION = Column.bigint("n_projection");

  private final FunctionSpec spec =
      FunctionSpec.table("split_echo_filters")
          .args(SPLITS)
          .returns(ORDINAL, SAW_FILTERS, N_PROJECTION)
          .pushdown(Pushdown.FILTER)
          .doc("What was known of a scan when it was divided")
          .build();

  /**
   * One part.
   *
   * @param ordinal its number, from 0
   * @param filters whether there were conditions
   */
  record Seen(long ordinal, boolean filters) {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public List<Seen> splits(Scan scan) {
    List<Seen> parts = new ArrayList<>();
    for (long i = 0; i < scan.get(SPLITS); i++) {
      parts.add(new Seen(i, !scan.filter().isAll()));
    }
    return parts;
  }

  @Override
  public Seen open(Scan scan, Seen split) {
    return split;
  }

  @Override
  public @Nullable Seen next(Scan scan, Seen at, BatchWriter out) {
    Fill.same(out, ORDINAL, 1, at.ordinal());
    out.get(SAW_FILTERS).set(0, at.filters() ? 1 : 0);
    // columns are not handed down to this function
    Fill.same(out, N_PROJECTION, 1, 0);
    out.rows(1);
    return null;
  }
}
