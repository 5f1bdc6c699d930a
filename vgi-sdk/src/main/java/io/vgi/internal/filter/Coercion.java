package io.vgi.internal.filter;

import org.jspecify.annotations.Nullable;

/** The conversions that a comparison makes by itself. */
final class Coercion {
  private Coercion() {}

  /** Refuses two types that can never be compared. */
  static void check(ValueType left, ValueType right) {
    if (CommonType.of(left, right) == null && !isConceivable(left.kind(), right.kind())) {
      throw JsonObject.bad(
          "comparison of " + left.sql() + " with " + right.sql() + " is not possible");
    }
  }

  /** What another evaluator may be able to compare, after a conversion that this one lacks. */
  private static boolean isConceivable(SqlKind left, SqlKind right) {
    return left == SqlKind.OTHER
        || right == SqlKind.OTHER
        || left.isText()
        || right.isText()
        || left == SqlKind.TIMETZ
        || right == SqlKind.TIMETZ
        || (left == right && left.compareTo(SqlKind.LIST) >= 0)
        || (isInstant(left) && isInstant(right));
  }

  private static boolean isInstant(SqlKind kind) {
    return kind == SqlKind.DATE || kind == SqlKind.TIMESTAMPTZ || kind.isTimestamp();
  }

  /** The type in which two values are compared; fails when this evaluator has none. */
  static ValueType common(ValueType left, ValueType right) {
    // what the engine sends for a UUID, unless it converts to Arrow without loss
    if (left.kind() == SqlKind.UUID && right.kind() == SqlKind.VARCHAR) {
      return left;
    } else if (right.kind() == SqlKind.UUID && left.kind() == SqlKind.VARCHAR) {
      return right;
    }
    ValueType common = CommonType.of(left, right);
    if (common == null || left.kind() == SqlKind.OTHER || right.kind() == SqlKind.OTHER) {
      throw new UnsupportedFilterException(
          "A filter that compares " + left.sql() + " with " + right.sql() + " is not supported");
    }
    return common;
  }

  /** The conversion to a common type. */
  static Convert of(ValueType from, ValueType to) {
    Convert convert = between(from, to);
    if (convert == null) {
      throw new UnsupportedFilterException(
          "A filter that converts " + from.sql() + " to " + to.sql() + " is not supported");
    }
    return convert;
  }

  private static @Nullable Convert between(ValueType from, ValueType to) {
    if (to.kind().isTimestamp() && (from.kind() == SqlKind.DATE || from.kind().isTimestamp())) {
      return value -> instant((Long) value, from.kind(), perSecond(to.kind()));
    } else if (from.kind() == SqlKind.TIME && to.kind() == SqlKind.TIME_NS) {
      return value -> (Long) value * 1000;
    }
    return Convert.of(from, to);
  }

  private static long perSecond(SqlKind kind) {
    return switch (kind) {
      case TIMESTAMP_S -> 1L;
      case TIMESTAMP_MS -> 1_000L;
      case TIMESTAMP -> 1_000_000L;
      default -> 1_000_000_000L;
    };
  }

  private static Object instant(long value, SqlKind from, long perSecond) {
    long infinite = from == SqlKind.DATE ? Integer.MAX_VALUE : Long.MAX_VALUE;
    if (value == infinite) {
      return Long.MAX_VALUE;
    } else if (value == -infinite) {
      return -Long.MAX_VALUE;
    }
    try {
      return from == SqlKind.DATE
          ? Math.multiplyExact(Math.multiplyExact(value, 86_400L), perSecond)
          : Math.multiplyExact(value, perSecond / perSecond(from));
    } catch (ArithmeticException overflow) {
      throw new EvaluationException("The date " + value + " does not fit into a TIMESTAMP");
    }
  }
}
