package io.vgi.example.aggregate;

import io.vgi.example.Numbers;
import io.vgi.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A sum of whole numbers, and whether there was one. */
final class LongSum {
  static final StateCodec<LongSum> CODEC = StateCodec.of(LongSum::write, LongSum::read);

  private long sum;
  private boolean any;

  void add(long value) {
    sum = Numbers.add(sum, value);
    any = true;
  }

  void add(LongSum other) {
    sum = Numbers.add(sum, other.sum);
    any |= other.any;
  }

  boolean any() {
    return any;
  }

  long sum() {
    return sum;
  }

  private void write(DataOutput out) throws IOException {
    out.writeLong(sum);
    out.writeBoolean(any);
  }

  private static LongSum read(DataInput in) throws IOException {
    LongSum state = new LongSum();
    state.sum = in.readLong();
    state.any = in.readBoolean();
    return state;
  }
}
