package io.vgi.state;

import io.vgi.internal.codec.TypeCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A codec that is derived from a type when it is first used, since that takes time. */
final class DerivedCodec<S> implements StateCodec<S> {
  private final Type type;
  private volatile @Nullable TypeCodec derived;

  DerivedCodec(Type type) {
    this.type = type;
  }

  private TypeCodec codec() {
    TypeCodec known = derived;
    if (known == null) {
      known = TypeCodec.of(type);
      derived = known;
    }
    return known;
  }

  @Override
  public void write(S state, DataOutput out) throws IOException {
    codec().write(state, out);
  }

  @Override
  @SuppressWarnings("unchecked") // it is what the type is read as
  public S read(DataInput in) throws IOException {
    return (S) codec().read(in);
  }

  @Override
  public void check() {
    TypeCodec.check(type);
  }

  @Override
  public String toString() {
    return "StateCodec of " + type.getTypeName();
  }
}
