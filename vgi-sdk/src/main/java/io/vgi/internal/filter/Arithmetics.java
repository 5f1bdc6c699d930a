package io.vgi.internal.filter;

import java.math.BigInteger;

/** DuckDB's arithmetic, which fails rather than overflows. */
final class Arithmetics {
  private static final int MAX_WIDTH = 38;

  private Arithmetics() {}

  /** The type of a result; {@link ValueType#OTHER} when it is not computed here. */
  static ValueType type(char operator, ValueType left, ValueType right) {
    SqlKind a = left.kind();
    SqlKind b = right.kind();
    if (a == SqlKind.DATE && b == SqlKind.INTEGER && (operator == '+' || operator == '-')) {
      return left;
    } else if (a == SqlKind.DATE && b == SqlKind.DATE && operator == '-') {
      return ValueType.of(SqlKind.BIGINT);
    } else if (!a.isNumber() || !b.isNumber() || operator == '/' || operator == '%') {
      return ValueType.OTHER;
    } else if (a.isFloating() || b.isFloating()) {
      boolean wide = a == SqlKind.DOUBLE || b == SqlKind.DOUBLE;
      return ValueType.of(wide ? SqlKind.DOUBLE : SqlKind.FLOAT);
    } else if (a == SqlKind.DECIMAL || b == SqlKind.DECIMAL) {
      return decimal(operator, CommonType.asDecimal(left), CommonType.asDecimal(right));
    } else if (a.isUnsigned() != b.isUnsigned()) {
      return ValueType.OTHER; // the engine converts such operands itself
    }
    return a.bits() >= b.bits() ? left : right;
  }

  /** The type of a negated value. */
  static ValueType negated(ValueType type) {
    boolean signed = type.kind().isNumber() && !type.kind().isUnsigned();
    return signed ? type : ValueType.OTHER;
  }

  private static ValueType decimal(char operator, ValueType left, ValueType right) {
    if (operator == '*') {
      int scale = left.scale() + right.scale();
      return scale > MAX_WIDTH
          ? ValueType.OTHER
          : ValueType.decimal(Math.min(MAX_WIDTH, left.width() + right.width()), scale);
    }
    int scale = Math.max(left.scale(), right.scale());
    int whole = Math.max(left.width() - left.scale(), right.width() - right.scale());
    return ValueType.decimal(Math.min(MAX_WIDTH, whole + scale + 1), scale);
  }

  static Object apply(
      char operator,
      Object left,
      ValueType leftType,
      Object right,
      ValueType rightType,
      ValueType result) {
    if (leftType.kind() == SqlKind.DATE) {
      long days = (Long) left;
      long other = (Long) right;
      long value = operator == '+' ? days + other : days - other;
      if (result.kind() == SqlKind.DATE
          && (Math.abs(value) >= Integer.MAX_VALUE || isInfinite(days))) {
        throw overflow(result);
      }
      return value;
    } else if (result.kind().isFloating()) {
      double value = real(operator, real(left, leftType), real(right, rightType));
      return result.kind() == SqlKind.FLOAT ? (double) (float) value : value;
    } else if (result.kind() == SqlKind.DECIMAL) {
      boolean scaled = operator != '*';
      BigInteger value =
          whole(
              operator,
              unscaled(left, leftType, scaled ? result.scale() : leftType.scale()),
              unscaled(right, rightType, scaled ? result.scale() : rightType.scale()));
      return Convert.decimal(value, result, value);
    }
    return Convert.integer(whole(operator, integer(left), integer(right)), result);
  }

  static Object negate(Object value, ValueType type) {
    if (value instanceof Double real) {
      return -real;
    } else if (type.kind() == SqlKind.DECIMAL) {
      return ((BigInteger) value).negate();
    }
    return Convert.integer(integer(value).negate(), type);
  }

  private static boolean isInfinite(long days) {
    return Math.abs(days) == Integer.MAX_VALUE;
  }

  private static double real(char operator, double left, double right) {
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      default -> left * right;
    };
  }

  private static double real(Object value, ValueType type) {
    Convert convert = Convert.of(type, ValueType.of(SqlKind.DOUBLE));
    Object real = convert == null ? null : convert.apply(value);
    if (!(real instanceof Double number)) {
      throw overflow(type);
    }
    return number;
  }

  private static BigInteger unscaled(Object value, ValueType type, int scale) {
    return integer(value).multiply(BigInteger.TEN.pow(scale - type.scale()));
  }

  private static BigInteger integer(Object value) {
    return value instanceof BigInteger big ? big : BigInteger.valueOf((Long) value);
  }

  private static BigInteger whole(char operator, BigInteger left, BigInteger right) {
    return switch (operator) {
      case '+' -> left.add(right);
      case '-' -> left.subtract(right);
      default -> left.multiply(right);
    };
  }

  private static EvaluationException overflow(ValueType type) {
    return new EvaluationException("A result does not fit into " + type.sql());
  }
}
