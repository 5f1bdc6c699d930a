package io.vgi.example.aggregate;

import io.vgi.example.Numbers;

/** A sum of whole numbers, and whether there was one. */
final class LongSum {
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
}
