package io.vgi.example.inout;

import io.vgi.example.Numbers;
import io.vgi.function.Rows;
import io.vgi.type.SqlType;
import java.util.Arrays;

/** A sum for each numeric column; whole numbers and others are summed apart. */
final class ColumnSums {
  private long[] integers = {};
  private double[] reals = {};
  private int batches = 1;

  /** Adds a batch. */
  void add(Rows in) {
    resize(in.columns().size());
    int sum = 0;
    for (int i = 0; i < in.columns().size(); i++) {
      SqlType type = in.columns().get(i).type();
      if (Numbers.isInteger(type)) {
        integers[sum] = Numbers.add(integers[sum], Numbers.sum(in.vector(i), in.count()));
        sum++;
      } else if (Numbers.isNumber(type)) {
        double[] values = new double[in.count()];
        Numbers.addTo(values, in.vector(i));
        for (double value : values) {
          reals[sum] += value;
        }
        sum++;
      }
    }
  }

  void add(ColumnSums other) {
    resize(other.integers.length);
    for (int i = 0; i < other.integers.length; i++) {
      integers[i] = Numbers.add(integers[i], other.integers[i]);
      reals[i] += other.reals[i];
    }
    batches += other.batches;
  }

  private void resize(int columns) {
    if (integers.length < columns) {
      integers = Arrays.copyOf(integers, columns);
      reals = Arrays.copyOf(reals, columns);
    }
  }

  long integer(int column) {
    return column < integers.length ? integers[column] : 0;
  }

  double real(int column) {
    return column < reals.length ? reals[column] : 0;
  }

  /** How many batches are in here. */
  int batches() {
    return batches;
  }
}
