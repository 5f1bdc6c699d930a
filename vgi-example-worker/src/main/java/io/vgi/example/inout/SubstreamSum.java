package io.vgi.example.inout;

import io.vgi.example.Numbers;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FinishingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableShape;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.util.List;

/**
 * Sums the first column of each substream, which it gives when the input ends.
 *
 * @param spec the declaration
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
}
