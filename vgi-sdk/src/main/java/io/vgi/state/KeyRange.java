package io.vgi.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys in the order of their unsigned bytes.
 *
 * @param first the least of them, as far as there is such a key
 * @param end the first key behind them; null when all that follow belong to them
 */
@SuppressWarnings("ArrayRecordComponent") // read only, never compared
record KeyRange(byte[] first, byte @Nullable [] end) {
  /** The keys that begin with {@code prefix} and come behind {@code after}. */
  static KeyRange of(byte[] prefix, byte @Nullable [] after) {
    byte[] first = prefix;
    if (after != null && Arrays.compareUnsigned(after, prefix) >= 0) {
      // the next key in this order has a zero at its end
      first = Arrays.copyOf(after, after.length + 1);
    }
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == -1) {
      length--;
    }
    if (length == 0) {
      return new KeyRange(first, null);
    }
    byte[] end = Arrays.copyOf(prefix, length);
    end[length - 1]++;
    return new KeyRange(first, end);
  }

  /** Whether no key can be in the range. */
  boolean isEmpty() {
    return end != null && Arrays.compareUnsigned(first, end) >= 0;
  }
}
