package io.vgi.example.aggregate;

import io.vgi.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A sum of real numbers, and how many there were. */
final class DoubleSum {
  static final StateCodec<DoubleSum> CODEC = StateCodec.of(DoubleSum::write, DoubleSum::read);

  private double sum;
  private long count;

  void add(double value) {
    sum += value;
    count++;
  }

  void add(DoubleSum other) {
    sum += other.sum;
    count += other.count;
  }

  boolean any() {
    return count > 0;
  }

  double sum() {
    return sum;
  }

  double mean() {
    return sum / count;
  }

  private void write(DataOutput out) throws IOException {
    out.writeDouble(sum);
    out.writeLong(count);
  }

  private static DoubleSum read(DataInput in) throws IOException {
    DoubleSum state = new DoubleSum();
    state.sum = in.readDouble();
    state.count = in.readLong();
    return state;
  }
}
