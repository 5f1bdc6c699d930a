package io.vgi.internal.filter;

import org.jspecify.annotations.Nullable;

/** A set of byte values, looked up in vectors without copying them. */
final class ByteSet {
  private final byte[] @Nullable [] slots;
  private final int mask;

  ByteSet(int expected) {
    int size = Integer.highestOneBit(Math.max(expected, 4)) << 2;
    this.slots = new byte[size] @Nullable [];
    this.mask = size - 1;
  }

  void add(byte[] value) {
    int hash = 1;
    for (byte b : value) {
      hash = hash * 31 + b;
    }
    int at = spread(hash);
    while (true) {
      byte[] held = slots[at];
      if (held == null) {
        slots[at] = value;
        return;
      } else if (java.util.Arrays.equals(held, value)) {
        return;
      }
      at = (at + 1) & mask;
    }
  }

  boolean contains(Spans value) {
    int at = spread(value.hash());
    while (true) {
      byte[] held = slots[at];
      if (held == null) {
        return false;
      } else if (held.length == value.length() && value.compareTo(held) == 0) {
        return true;
      }
      at = (at + 1) & mask;
    }
  }

  private int spread(int hash) {
    return (((hash ^ (hash >>> 16)) * 0x9E3779B9) >>> 1) & mask;
  }
}
