package io.vgi.example.aggregate;

import io.vgi.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A sum of integers, and how many there were. */
final class LongSum {
  private long sum;
  private long count;

  void add(long value) {
    sum = Math.addExact(sum, value);
    count++;
  }

  void count(int rows) {
    count += rows;
  }

  void addAll(LongSum other) {
    sum = Math.addExact(sum, other.sum);
    count += other.count;
  }

  long sum() {
    return sum;
  }

  long count() {
    return count;
  }

  static StateCodec<LongSum> codec() {
    return StateCodec.of(LongSum::write, LongSum::read);
  }

  private static void write(LongSum state, DataOutput out) throws IOException {
    out.writeLong(state.sum);
    out.writeLong(state.count);
  }

  private static LongSum read(DataInput in) throws IOException {
    LongSum state = new LongSum();
    state.sum = in.readLong();
    state.count = in.readLong();
    return state;
  }
}
