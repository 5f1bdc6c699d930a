package io.vgi.example.inout;

import io.vgi.example.CancelProbe;
import io.vgi.example.Numbers;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FinishingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import java.io.IOException;
import java.util.List;

/**
 * Sums the first column of each substream, which it gives when the input ends.
 *
 * @param eachRow whether there is a batch for each row of the input, zeros in all but the first
 */
record SubstreamSum(FunctionSpec spec, boolean eachRow)
    implements FinishingFunction<SubstreamSum.Total> {
  /** What a substream saw, and how many rows it gave. */
  static final class Total {
    private long sum;
    private long rows;
    private long given;
  }

  static SubstreamSum once() {
    return new SubstreamSum(
        FunctionSpec.tableInOut("substream_partial_sum")
            .tableInput()
            .doc("Per-substream partial sum emitted at finalize (parallel streaming finalize)")
            .categories("aggregation", "numeric")
            .build(),
        false);
  }

  static SubstreamSum manyBatches() {
    return new SubstreamSum(
        FunctionSpec.tableInOut("multi_batch_finish")
            .tableInput()
            .doc("Streaming finalize that emits one batch per input row (multi-batch flush)")
            .categories("testing", "aggregation")
            .build(),
        true);
  }

  @Override
  public TableShape bind(Bind bind) {
    List<Column<?>> input = bind.input();
    if (input.isEmpty() || !Numbers.isInteger(input.get(0).type())) {
      throw VgiException.invalidArgument(spec.name() + " needs integers in its first column");
    }
    return TableShape.of(Column.bigint(input.get(0).name())).about(1);
  }

  @Override
  public Total newState() {
    return new Total();
  }

  @Override
  public void apply(Scan scan, Total state, Rows in, BatchWriter out) {
    state.sum = Numbers.add(state.sum, Numbers.sum(in.vector(0), in.count()));
    state.rows += in.count();
    out.rows(0);
  }

  @Override
  public boolean finish(Scan scan, Total state, BatchWriter out) {
    long rows = eachRow ? state.rows : 1;
    if (state.given < rows) {
      out.row().set(0, state.given == 0 ? state.sum : 0L);
      state.given++;
    }
    return state.given < rows;
  }

  /** Gives its input back slowly, and says in a file how far it got when it is given up. */
  record SlowEcho(FunctionSpec spec) implements TableInOutFunction {
    private static final Arg<String> PROBE_PATH =
        Arg.varchar("probe_path").doc("File to append to when the call is given up");
    private static final Arg<Long> SLEEP_MS =
        Arg.bigint("sleep_ms").named().orElse(50L).atLeast(0L).doc("Sleep per batch (ms)");
    private static final String PROCESSED = "processed";
    private static final StateCodec<Long> COUNT = StateCodec.of(Long.class);

    SlowEcho() {
      this(
          FunctionSpec.tableInOut("slow_cancellable_inout")
              .args(PROBE_PATH)
              .tableInput()
              .args(SLEEP_MS)
              .doc("Slow table-in-out with on_cancel probe (test fixture)")
              .categories("test")
              .build());
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) throws InterruptedException {
      Thread.sleep(scan.get(SLEEP_MS));
      scan.executionState().update(PROCESSED, COUNT, old -> old == null ? 1 : old + 1);
      out.forward(in);
    }

    @Override
    public void onCancel(Scan scan) throws IOException {
      Long processed = scan.executionState().find(PROCESSED, COUNT);
      CancelProbe.append(scan.get(PROBE_PATH), PROCESSED, processed == null ? 0 : processed);
    }
  }
}
