package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.jspecify.annotations.Nullable;

/** Leaves a part of a megabyte for each batch, and says how many bytes there were. */
final class LargeState implements BufferingFunction<LargeState.Payload, LargeState.Start> {
  private static final StateCodec<Payload> CODEC = StateCodec.of(Payload::write, Payload::read);
  private static final int BYTES = 1 << 20;

  /** Bytes, and how many there were before parts were merged. */
  static final class Payload {
    private byte[] bytes = {};
    private long total;

    private void write(DataOutput out) throws IOException {
      out.writeLong(total);
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    private static Payload read(DataInput in) throws IOException {
      Payload payload = new Payload();
      payload.total = in.readLong();
      payload.bytes = new byte[in.readInt()];
      in.readFully(payload.bytes);
      return payload;
    }
  }

  /** The place of the only row. */
  record Start() {}

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
  public Payload merge(Payload left, Payload right) {
    left.total += right.total;
    return left;
  }

  @Override
  public List<Start> open(Source source, Payload all) {
    return List.of(new Start());
  }

  @Override
  public @Nullable Start next(Source source, Payload all, Start at, BatchWriter out) {
    for (int i = 0; i < source.shape().columns().size(); i++) {
      if (out.vector(i) instanceof BaseIntVector integers) {
        integers.setWithPossibleTruncate(0, all.total);
      }
    }
    out.rows(1);
    return null;
  }

  @Override
  public StateCodec<Payload> stateCodec() {
    return CODEC;
  }
}
