package io.vgi.example.filter;

import io.vgi.example.table.Fill;
import io.vgi.example.table.PartedRows;
import io.vgi.example.table.SplitArgs;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Every reader of a scan shows its process and the conditions that it was given. */
final class PartedFilterEcho extends PartedRows {
  private static final int BATCH_ROWS = 1000;
  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(0L).doc("Total number of integers to generate");
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<BigIntVector> WORKER_PID = Column.bigint("worker_pid");

  PartedFilterEcho() {
    super(
        FunctionSpec.table("filter_echo_partitioned")
            .args(COUNT)
            .returns(N, WORKER_PID, Filters.PUSHED)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Multi-worker partitioned sequence that echoes pushed-down filters")
            .categories("generator", "diagnostic", "testing")
            .example(
                "SELECT * FROM filter_echo_partitioned(10) WHERE n >= 8",
                "Conditions reach every reader")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(COUNT);
  }

  @Override
  protected int batchSize(Scan scan) {
    return BATCH_ROWS;
  }

  @Override
  protected void write(Scan scan, SplitArgs.Position at, int rows, BatchWriter out) {
    Fill.numbers(out, N, rows, at.row(), 1);
    Fill.same(out, WORKER_PID, rows, ProcessHandle.current().pid());
    Fill.same(out, Filters.PUSHED, rows, scan.filter().toString());
  }
}
