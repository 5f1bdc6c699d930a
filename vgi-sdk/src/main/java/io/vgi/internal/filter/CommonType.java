package io.vgi.internal.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type in which DuckDB compares or adds two values. */
final class CommonType {
  private static final int MAX_WIDTH = 38;

  private CommonType() {}

  /** The type in which both are compared; null when they cannot be. */
  static @Nullable ValueType of(ValueType left, ValueType right) {
    if (left.equals(right) || right.kind() == SqlKind.NULL) {
      return left;
    } else if (left.kind() == SqlKind.NULL) {
      return right;
    }
    SqlKind a = left.kind();
    SqlKind b = right.kind();
    if (a.isNumber() && b.isNumber()) {
      return numbers(left, right);
    } else if (a == SqlKind.BOOLEAN && b.isInteger()) {
      return right;
    } else if (b == SqlKind.BOOLEAN && a.isInteger()) {
      return left;
    } else if (a.isText() && b.isText()) {
      return ValueType.of(SqlKind.VARCHAR);
    } else if (isInstant(a) && isInstant(b)) {
      return a.compareTo(b) > 0 ? left : right;
    } else if (isTime(a) && isTime(b)) {
      return ValueType.of(SqlKind.TIME_NS);
    } else if (a == b && !left.children().isEmpty()) {
      return nested(left, right);
    }
    return null;
  }

  private static boolean isInstant(SqlKind kind) {
    return kind == SqlKind.DATE || kind.isTimestamp();
  }

  private static boolean isTime(SqlKind kind) {
    return kind == SqlKind.TIME || kind == SqlKind.TIME_NS;
  }

  private static @Nullable ValueType numbers(ValueType left, ValueType right) {
    SqlKind a = left.kind();
    SqlKind b = right.kind();
    if (a.isFloating() || b.isFloating()) {
      return a == SqlKind.DOUBLE || b == SqlKind.DOUBLE
          ? ValueType.of(SqlKind.DOUBLE)
          : ValueType.of(SqlKind.FLOAT);
    } else if (a == SqlKind.DECIMAL || b == SqlKind.DECIMAL) {
      return decimals(asDecimal(left), asDecimal(right));
    } else if (a.isUnsigned() == b.isUnsigned()) {
      return a.bits() >= b.bits() ? left : right;
    }
    int unsigned = a.isUnsigned() ? a.bits() : b.bits();
    int signed = a.isUnsigned() ? b.bits() : a.bits();
    if (unsigned == 128) {
      return ValueType.of(SqlKind.DOUBLE);
    }
    return ValueType.of(
        switch (Math.max(signed, unsigned * 2)) {
          case 16 -> SqlKind.SMALLINT;
          case 32 -> SqlKind.INTEGER;
          case 64 -> SqlKind.BIGINT;
          default -> SqlKind.HUGEINT;
        });
  }

  /** The decimal that holds every value of an integer. */
  static ValueType asDecimal(ValueType type) {
    return switch (type.kind()) {
      case DECIMAL -> type;
      case TINYINT, UTINYINT -> ValueType.decimal(3, 0);
      case SMALLINT, USMALLINT -> ValueType.decimal(5, 0);
      case INTEGER, UINTEGER -> ValueType.decimal(10, 0);
      case BIGINT -> ValueType.decimal(19, 0);
      case UBIGINT -> ValueType.decimal(20, 0);
      default -> ValueType.decimal(MAX_WIDTH, 0);
    };
  }

  private static ValueType decimals(ValueType left, ValueType right) {
    int scale = Math.max(left.scale(), right.scale());
    int whole = Math.max(left.width() - left.scale(), right.width() - right.scale());
    // wider than any DECIMAL, so that the greatest HUGEINT is still compared
    return ValueType.decimal(whole + scale + 1, scale);
  }

  private static @Nullable ValueType nested(ValueType left, ValueType right) {
    int size = left.children().size();
    if (size != right.children().size()
        || (left.kind() != SqlKind.LIST && !left.names().equals(right.names()))) {
      return null;
    }
    List<ValueType> children = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ValueType child = of(left.children().get(i), right.children().get(i));
      if (child == null) {
        return null;
      }
      children.add(child);
    }
    return new ValueType(left.kind(), 0, 0, children, left.names(), left.ids());
  }
}
