package io.vgi.internal.value;

import io.vgi.internal.order.NaturalOrder;
import io.vgi.type.Ticks;
import org.jspecify.annotations.Nullable;

/** {@link NaturalOrder} of all values, with those that {@code java.time} cannot say. */
public final class ValueOrder {
  private ValueOrder() {}

  /** Compares values of one type; NULLs are equal and the greatest. */
  public static int compare(@Nullable Object left, @Nullable Object right) {
    return NaturalOrder.compare(left, right, ValueOrder::others);
  }

  private static int others(Object left, Object right) {
    if (left instanceof Ticks one) {
      return right instanceof Ticks other ? one.compareTo(other) : Long.signum(one.count());
    } else if (right instanceof Ticks other) {
      // what java.time cannot say lies beyond all that it can
      return -Long.signum(other.count());
    }
    return NaturalOrder.plain(left, right);
  }
}
