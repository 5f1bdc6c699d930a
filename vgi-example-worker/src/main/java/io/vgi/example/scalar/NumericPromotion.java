package io.vgi.example.scalar;

import io.vgi.example.Numbers;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Which type the sum of numbers has: one size up, so that a sum of two always fits. */
final class NumericPromotion {
  private static final int MAX_DIGITS = 38;

  private NumericPromotion() {}

  /** The type of {@code type + type}; refuses what cannot be added. */
  static SqlType promoted(SqlType type) {
    ArrowType arrow = type.arrow();
    if (arrow instanceof ArrowType.Int integer) {
      return integer(Math.min(64, integer.getBitWidth() * 2), integer.getIsSigned());
    } else if (arrow instanceof ArrowType.FloatingPoint) {
      return SqlType.DOUBLE;
    } else if (arrow instanceof ArrowType.Decimal decimal) {
      return SqlType.decimal(Math.min(MAX_DIGITS, decimal.getPrecision() + 1), decimal.getScale());
    } else if (isTemporal(arrow)) {
      return type;
    }
    throw refuse("_is_addable_type", type);
  }

  /** The type both numbers are brought to before they are added. */
  static SqlType common(SqlType left, SqlType right) {
    ArrowType a = left.arrow();
    ArrowType b = right.arrow();
    if (!Numbers.isNumber(left) || !Numbers.isNumber(right)) {
      if (left.equals(right) && isTemporal(a)) {
        return left;
      }
      throw refuse("_is_addable_type", Numbers.isNumber(left) ? right : left);
    }
    if (a instanceof ArrowType.FloatingPoint || b instanceof ArrowType.FloatingPoint) {
      return SqlType.DOUBLE;
    } else if (a instanceof ArrowType.Int x && b instanceof ArrowType.Int y) {
      return common(x, y);
    }
    int scale = Math.max(scale(a), scale(b));
    int digits = Math.max(digits(a) - scale(a), digits(b) - scale(b)) + scale;
    return SqlType.decimal(Math.min(MAX_DIGITS, digits), scale);
  }

  private static SqlType common(ArrowType.Int left, ArrowType.Int right) {
    int widest = Math.max(left.getBitWidth(), right.getBitWidth());
    if (left.getIsSigned() == right.getIsSigned()) {
      return integer(widest, left.getIsSigned());
    }
    int unsigned = left.getIsSigned() ? right.getBitWidth() : left.getBitWidth();
    // a signed type holds an unsigned one of half its width
    return integer(Math.min(64, unsigned < widest ? widest : widest * 2), true);
  }

  private static SqlType integer(int width, boolean signed) {
    return switch (width) {
      case 8 -> signed ? SqlType.TINYINT : SqlType.UTINYINT;
      case 16 -> signed ? SqlType.SMALLINT : SqlType.USMALLINT;
      case 32 -> signed ? SqlType.INTEGER : SqlType.UINTEGER;
      default -> signed ? SqlType.BIGINT : SqlType.UBIGINT;
    };
  }

  private static int digits(ArrowType type) {
    if (type instanceof ArrowType.Decimal decimal) {
      return decimal.getPrecision();
    }
    ArrowType.Int integer = (ArrowType.Int) type;
    return switch (integer.getBitWidth()) {
      case 8 -> 3;
      case 16 -> 5;
      case 32 -> 10;
      default -> integer.getIsSigned() ? 19 : 20;
    };
  }

  private static int scale(ArrowType type) {
    return type instanceof ArrowType.Decimal decimal ? decimal.getScale() : 0;
  }

  private static boolean isTemporal(ArrowType type) {
    return type instanceof ArrowType.Date
        || type instanceof ArrowType.Time
        || type instanceof ArrowType.Timestamp
        || type instanceof ArrowType.Interval
        || type instanceof ArrowType.Duration;
  }

  static VgiException refuse(String rule, SqlType type) {
    return VgiException.invalidArgument(
        "The type " + type.sql() + " does not satisfy " + rule + "; use a numeric type");
  }
}
