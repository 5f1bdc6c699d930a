package io.vgi.example.inout;

import io.vgi.example.Numbers;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ReducingFunction;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.type.Column;
import java.util.List;

/**
 * Leaves a part of a megabyte for each batch, and says how many bytes there were.
 *
 * @param spec the declaration
 */
record LargeState(FunctionSpec spec) implements ReducingFunction<LargeState.Payload> {
  private static final int BYTES = 1 << 20;

  /** Bytes, and how many there were before parts were merged. */
  static final class Payload {
    private byte[] bytes = {};
    private long total;
  }

  LargeState() {
    this(
        FunctionSpec.buffering("large_state")
            .tableInput()
            .doc("Buffers ~1 MB per input batch into state (IPC test)")
            .categories("test", "memory")
            .build());
  }

  @Override
  public Payload newState() {
    return new Payload();
  }

  @Override
  public void sink(Sink sink, Payload part, Rows in) {
    part.bytes = new byte[BYTES];
    part.total += BYTES;
  }

  @Override
  public Payload merge(Call call, Payload left, Payload right) {
    left.total += right.total;
    return left;
  }

  @Override
  public void result(Source source, Payload all, BatchWriter out) {
    RowWriter row = out.row();
    List<Column<?>> columns = source.shape().columns();
    for (int i = 0; i < columns.size(); i++) {
      row.set(i, Numbers.isInteger(columns.get(i).type()) ? all.total : null);
    }
  }
}
