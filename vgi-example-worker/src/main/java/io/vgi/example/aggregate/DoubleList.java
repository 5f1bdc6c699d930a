package io.vgi.example.aggregate;

import io.vgi.state.StateCodec;
import java.util.Arrays;

/** Real numbers, all of them kept. */
final class DoubleList {
  private static final StateCodec<double[]> DOUBLES = StateCodec.doubles();

  static final StateCodec<DoubleList> CODEC =
      StateCodec.of(
          (list, out) -> DOUBLES.write(Arrays.copyOf(list.values, list.size), out),
          in -> new DoubleList(DOUBLES.read(in)));

  private static final double[] NONE = {};

  private double[] values;
  private int size;

  DoubleList() {
    this(NONE);
  }

  private DoubleList(double[] values) {
    this.values = values;
    this.size = values.length;
  }

  void add(double value) {
    reserve(1);
    values[size++] = value;
  }

  /** Adds the numbers of {@code from} at {@code start} up to {@code end}. */
  void addAll(DoubleList from, int start, int end) {
    reserve(end - start);
    System.arraycopy(from.values, start, values, size, end - start);
    size += end - start;
  }

  void addAll(DoubleList other) {
    addAll(other, 0, other.size);
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > values.length) {
      values = Arrays.copyOf(values, Math.max(needed, Math.max(4, size + (size >> 1))));
    }
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** The number at {@code index} of the sorted list; sorts it. */
  double sorted(int index) {
    Arrays.sort(values, 0, size);
    return values[index];
  }

  /** The number in the middle, or between the two in the middle; sorts the list. */
  double median() {
    double upper = sorted(size / 2);
    return size % 2 == 1 ? upper : (values[size / 2 - 1] + upper) / 2;
  }
}
