package io.vgi.example.filter;

import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Numbers that fall, so that the condition of ORDER BY … LIMIT gets narrower while they do. */
final class DynamicFilterEcho extends CountedRows {
  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(1L).doc("Number of rows to generate");
  private static final Arg<Long> BATCH_SIZE =
      Arg.bigint("batch_size").named().orElse(100L).doc("Rows per batch");
  private static final Column<BigIntVector> N = Column.bigint("n");

  DynamicFilterEcho() {
    super(
        FunctionSpec.table("dynamic_filter_echo")
            .args(COUNT, BATCH_SIZE)
            .returns(N, Filters.PUSHED)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Generates descending integers, echoes dynamic tick filter per batch")
            .categories("generator", "diagnostic")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(COUNT);
  }

  @Override
  protected int batchSize(Scan scan) {
    return (int) Math.min(Math.max(1, scan.get(BATCH_SIZE)), scan.batchSize());
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Fill.numbers(out, N, rows, scan.get(COUNT) - 1 - first, -1);
    Fill.same(out, Filters.PUSHED, rows, scan.filter().toString());
  }
}
