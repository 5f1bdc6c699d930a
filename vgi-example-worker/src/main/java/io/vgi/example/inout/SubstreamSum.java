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
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;

/** Sums the first column of each substream, which it gives when the input ends. */
abstract class SubstreamSum implements FinishingFunction<SubstreamSum.Total> {
  private static final StateCodec<Total> CODEC = StateCodec.of(Total::write, Total::read);

  /** What a substream saw, and how many rows it gave. */
  static final class Total {
    private long sum;
    private long rows;
    private long given;

    private void write(DataOutput out) throws IOException {
      out.writeLong(sum);
      out.writeLong(rows);
      out.writeLong(given);
    }

    private static Total read(DataInput in) throws IOException {
      Total total = new Total();
      total.sum = in.readLong();
      total.rows = in.readLong();
      total.given = in.readLong();
      return total;
    }
  }

  /** One row with the sum. */
  static final class Once extends SubstreamSum {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("substream_partial_sum")
          .tableInput()
          .doc("Per-substream partial sum emitted at finalize (parallel streaming finalize)")
          .categories("aggregation", "numeric")
          .build();
    }

    @Override
    long rows(long seen) {
      return 1;
    }
  }

  /** A batch for each row of the input, the sum in the first and zeros in the others. */
  static final class ManyBatches extends SubstreamSum {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.tableInOut("multi_batch_finish")
          .tableInput()
          .doc("Streaming finalize that emits one batch per input row (multi-batch flush)")
          .categories("testing", "aggregation")
          .build();
    }

    @Override
    long rows(long seen) {
      return seen;
    }
  }

  /** How many rows there are in the end, when there were {@code seen} rows of input. */
  abstract long rows(long seen);

  @Override
  public final TableShape bind(Bind bind) {
    List<Column<?>> input = bind.input();
    if (input.isEmpty() || !Numbers.isInteger(input.get(0).type())) {
      throw VgiException.invalidArgument(spec().name() + " needs integers in its first column");
    }
    return TableShape.of(Column.bigint(input.get(0).name())).about(1);
  }

  @Override
  public final Total newState() {
    return new Total();
  }

  @Override
  public final void apply(Scan scan, Total state, Rows in, BatchWriter out) {
    state.sum = Numbers.add(state.sum, Numbers.sum(in.vector(0), in.count()));
    state.rows += in.count();
    out.rows(0);
  }

  @Override
  public final boolean finish(Scan scan, Total state, BatchWriter out) {
    long rows = rows(state.rows);
    if (state.given < rows) {
      ((BigIntVector) out.vector(0)).set(0, state.given == 0 ? state.sum : 0);
      out.rows(1);
      state.given++;
    }
    return state.given < rows;
  }

  @Override
  public final StateCodec<Total> stateCodec() {
    return CODEC;
  }
}
