package io.vgi.internal.filter;

import java.util.Arrays;

/** A fixed set of longs, looked up without objects. */
final class LongSet {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final long[] slots;
  private final boolean[] used;
  private final int shift;

  LongSet(long[] values, int count) {
    int size = Integer.highestOneBit(Math.max(count, 4)) << 2;
    this.slots = new long[size];
    this.used = new boolean[size];
    this.shift = 64 - Integer.numberOfTrailingZeros(size);
    for (long value : Arrays.copyOf(values, count)) {
      int at = slot(value);
      slots[at] = value;
      used[at] = true;
    }
  }

  boolean contains(long value) {
    return used[slot(value)];
  }

  private int slot(long value) {
    int at = (int) ((value * SPREAD) >>> shift);
    while (used[at] && slots[at] != value) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }
}
