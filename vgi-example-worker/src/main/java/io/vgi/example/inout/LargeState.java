package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ReducingFunction;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import org.apache.arrow.vector.BaseIntVector;

/** Leaves a part of a megabyte for each batch, and says how many bytes there were. */
final class LargeState implements ReducingFunction<LargeState.Payload> {
  private static final int BYTES = 1 << 20;

  /** Bytes, and how many there were before parts were merged. */
  static final class Payload {
    @SuppressWarnings("unused") // it only travels
    private byte[] bytes = {};

    private long total;
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.buffering("large_state")
        .tableInput()
        .doc("Buffers ~1 MB per input batch into state (IPC test)")
        .categories("test", "memory")
        .build();
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
    for (int i = 0; i < source.shape().columns().size(); i++) {
      if (out.vector(i) instanceof BaseIntVector integers) {
        integers.setWithPossibleTruncate(0, all.total);
      }
    }
    out.rows(1);
  }
}
