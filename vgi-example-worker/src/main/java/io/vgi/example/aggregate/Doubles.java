package io.vgi.example.aggregate;

import io.vgi.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** A growing list of doubles. */
final class Doubles {
  private double[] values = new double[8];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  void addAll(Doubles other) {
    int needed = size + other.size;
    if (needed > values.length) {
      values = Arrays.copyOf(values, Math.max(needed, values.length * 2));
    }
    System.arraycopy(other.values, 0, values, size, other.size);
    size = needed;
  }

  int size() {
    return size;
  }

  /** The values from least to greatest. */
  double[] sorted() {
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /** The middle of {@code sorted}, of which there is at least one. */
  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static StateCodec<Doubles> codec() {
    return StateCodec.of(Doubles::write, Doubles::read);
  }

  private static void write(Doubles state, DataOutput out) throws IOException {
    out.writeInt(state.size);
    for (int i = 0; i < state.size; i++) {
      out.writeDouble(state.values[i]);
    }
  }

  private static Doubles read(DataInput in) throws IOException {
    Doubles state = new Doubles();
    state.size = in.readInt();
    state.values = new double[Math.max(8, state.size)];
    for (int i = 0; i < state.size; i++) {
      state.values[i] = in.readDouble();
    }
    return state;
  }
}
