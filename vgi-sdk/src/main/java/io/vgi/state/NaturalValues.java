package io.vgi.state;

import io.vgi.internal.codec.NaturalCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The codec of natural values. */
@SuppressWarnings("NullAway") // null is one of the values
final class NaturalValues implements StateCodec<@Nullable Object> {
  @Override
  public void write(@Nullable Object state, DataOutput out) throws IOException {
    NaturalCodec.write(state, out);
  }

  @Override
  public @Nullable Object read(DataInput in) throws IOException {
    return NaturalCodec.read(in);
  }
}
