package io.vgi.internal.state;

import io.vgi.internal.codec.ByteReader;
import io.vgi.state.StateCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** States as bytes. */
public final class StateBytes {
  private StateBytes() {}

  /** Writes {@code state}. */
  public static <S> byte[] write(StateCodec<S> codec, S state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(state, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /** Reads what {@link #write} gave. */
  public static <S> S read(StateCodec<S> codec, byte[] bytes) throws IOException {
    return codec.read(new ByteReader(bytes));
  }

  /** A state of its own that says the same. */
  public static <S> S copy(StateCodec<S> codec, S state) throws IOException {
    return read(codec, write(codec, state));
  }
}
