package io.vgi.example.aggregate;

/** A sum of real numbers, and how many there were. */
final class DoubleSum {
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
}
