package io.vgi.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Turns a state into bytes and back, because any call of one execution may reach another process.
 * Safe to share between threads.
 *
 * @param <S> the state
 */
public interface StateCodec<S> {
  /** Writes {@code state}. */
  void write(S state, DataOutput out) throws IOException;

  /** Reads what {@link #write} wrote. */
  S read(DataInput in) throws IOException;

  /** Writes a state of type {@code S}. */
  @FunctionalInterface
  interface Writer<S> {
    /** Writes {@code state}. */
    void write(S state, DataOutput out) throws IOException;
  }

  /** Reads a state of type {@code S}. */
  @FunctionalInterface
  interface Reader<S> {
    /** Reads one state. */
    S read(DataInput in) throws IOException;
  }

  /** A codec of two methods. */
  static <S> StateCodec<S> of(Writer<S> writer, Reader<S> reader) {
    return new StateCodec<>() {
      @Override
      public void write(S state, DataOutput out) throws IOException {
        writer.write(state, out);
      }

      @Override
      public S read(DataInput in) throws IOException {
        return reader.read(in);
      }
    };
  }
}
