package io.vgi.example.aggregate;

import io.vgi.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A sum of doubles, and whether there was any. */
final class DoubleSum {
  private double sum;
  private boolean seen;

  void add(double value) {
    sum += value;
    seen = true;
  }

  void addAll(DoubleSum other) {
    sum += other.sum;
    seen |= other.seen;
  }

  double sum() {
    return sum;
  }

  boolean seen() {
    return seen;
  }

  static StateCodec<DoubleSum> codec() {
    return StateCodec.of(DoubleSum::write, DoubleSum::read);
  }

  private static void write(DoubleSum state, DataOutput out) throws IOException {
    out.writeDouble(state.sum);
    out.writeBoolean(state.seen);
  }

  private static DoubleSum read(DataInput in) throws IOException {
    DoubleSum state = new DoubleSum();
    state.sum = in.readDouble();
    state.seen = in.readBoolean();
    return state;
  }
}
