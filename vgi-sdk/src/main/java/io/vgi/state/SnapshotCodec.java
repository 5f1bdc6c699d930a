package io.vgi.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Function;

/** A codec by way of another type. */
record SnapshotCodec<S, R>(StateCodec<R> codec, Function<S, R> take, Function<R, S> restore)
    implements StateCodec<S> {
  @Override
  public void write(S state, DataOutput out) throws IOException {
    codec.write(take.apply(state), out);
  }

  @Override
  public S read(DataInput in) throws IOException {
    return restore.apply(codec.read(in));
  }

  @Override
  public void check() {
    codec.check();
  }
}
