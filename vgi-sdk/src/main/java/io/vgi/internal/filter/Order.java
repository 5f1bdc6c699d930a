package io.vgi.internal.filter;

import io.vgi.internal.order.Interval;
import io.vgi.internal.order.NaturalOrder;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** DuckDB's order of two values of one type, in the form of {@link Operands}. */
final class Order {
  private Order() {}

  /** Compares values that are not NULL; NULLs within them are equal and the greatest. */
  static int compare(ValueType type, Object left, Object right) {
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.compare((Boolean) left, (Boolean) right);
      case UBIGINT, HUGEINT, UHUGEINT, DECIMAL -> ((BigInteger) left).compareTo((BigInteger) right);
      case FLOAT, DOUBLE ->
          Long.compare(NaturalOrder.key((Double) left), NaturalOrder.key((Double) right));
      case VARCHAR, ENUM, BLOB, UUID -> ((String) left).compareTo((String) right);
      case INTERVAL -> ((Interval) left).compareTo((Interval) right);
      case NULL -> 0;
      case LIST -> lists(type.element(), (@Nullable Object[]) left, (@Nullable Object[]) right);
      case STRUCT -> structs(type, (@Nullable Object[]) left, (@Nullable Object[]) right);
      case UNION -> unions(type, (@Nullable Object[]) left, (@Nullable Object[]) right);
      default -> Long.compare((Long) left, (Long) right);
    };
  }

  private static int elements(ValueType type, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? 1 : -1;
    }
    return compare(type, left, right);
  }

  private static int lists(ValueType element, @Nullable Object[] left, @Nullable Object[] right) {
    for (int i = 0; i < left.length && i < right.length; i++) {
      int order = elements(element, left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int structs(ValueType type, @Nullable Object[] left, @Nullable Object[] right) {
    for (int i = 0; i < left.length; i++) {
      int order = elements(type.children().get(i), left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int unions(ValueType type, @Nullable Object[] left, @Nullable Object[] right) {
    long member = position(left);
    int order = Long.compare(member, position(right));
    return order != 0 ? order : elements(type.children().get((int) member), left[1], right[1]);
  }

  private static long position(@Nullable Object[] union) {
    return union[0] instanceof Long position ? position : 0;
  }
}
