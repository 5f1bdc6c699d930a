package io.vgi.pushdown;

import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Kinds of values that other systems know, each compared within itself. */
enum SqlValues {
  BOOLEAN,
  /** Whole numbers of at most 64 bits with a sign. */
  WHOLE,
  /** Larger whole numbers; compared with smaller ones as numbers. */
  WIDE_WHOLE,
  DECIMAL,
  FLOAT,
  REAL,
  TEXT,
  BLOB,
  UUID,
  DATE,
  TIMESTAMP,
  TIMESTAMP_OF_SECONDS,
  /** What is never handed to another system. */
  OTHER;

  private static final int LAST_YEAR = 9_999;
  private static final Set<SqlType> WHOLES =
      Set.of(
          SqlType.TINYINT,
          SqlType.UTINYINT,
          SqlType.SMALLINT,
          SqlType.USMALLINT,
          SqlType.INTEGER,
          SqlType.UINTEGER,
          SqlType.BIGINT);

  private static final List<SqlType> WIDENING =
      List.of(SqlType.TINYINT, SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT, SqlType.HUGEINT);

  static SqlValues of(SqlType type) {
    if (WHOLES.contains(type)) {
      return WHOLE;
    } else if (type.equals(SqlType.UBIGINT) || type.equals(SqlType.HUGEINT)) {
      return WIDE_WHOLE;
    } else if (type.equals(SqlType.BOOLEAN)) {
      return BOOLEAN;
    } else if (type.arrow() instanceof ArrowType.Decimal) {
      return DECIMAL;
    } else if (type.equals(SqlType.FLOAT)) {
      return FLOAT;
    } else if (type.equals(SqlType.DOUBLE)) {
      return REAL;
    } else if (type.equals(SqlType.VARCHAR)) {
      return TEXT;
    } else if (type.equals(SqlType.BLOB)) {
      return BLOB;
    } else if (type.equals(SqlType.UUID)) {
      return UUID;
    } else if (type.equals(SqlType.DATE)) {
      return DATE;
    } else if (type.equals(SqlType.TIMESTAMP)) {
      return TIMESTAMP;
    } else if (type.equals(SqlType.TIMESTAMP_S) || type.equals(SqlType.TIMESTAMP_MS)) {
      return TIMESTAMP_OF_SECONDS;
    }
    return OTHER;
  }

  /** Whether two values are compared as they are, without a conversion that might round. */
  static boolean areComparable(SqlType left, SqlType right) {
    return left.equals(right) || (of(left).isWhole() && of(right).isWhole());
  }

  /** Whether every value of {@code from} is one of {@code to}, both of them whole numbers. */
  static boolean isWidening(SqlType from, SqlType to) {
    int left = WIDENING.indexOf(from);
    return left >= 0 && left <= WIDENING.indexOf(to);
  }

  boolean isWhole() {
    return this == WHOLE || this == WIDE_WHOLE;
  }

  /** {@code value} as a parameter of {@code dialect}, or null when it may mean another there. */
  @Nullable Object parameter(Object value, SqlDialect dialect) {
    return switch (this) {
      case BOOLEAN -> value instanceof Boolean ? value : null;
      case WHOLE, WIDE_WHOLE -> whole(value, dialect);
      case DECIMAL -> value instanceof BigDecimal ? value : null;
      case FLOAT, REAL -> {
        // SQLite has no NaN
        boolean known = dialect != SqlDialect.SQLITE || !Double.valueOf(Double.NaN).equals(value);
        yield value instanceof Double && known ? value : null;
      }
      // others refuse NUL within a text
      case TEXT -> value instanceof String text && text.indexOf('\0') < 0 ? value : null;
      case BLOB -> value instanceof byte[] ? value : null;
      case UUID ->
          value instanceof java.util.UUID
              ? value
              : new Constants<>(java.util.UUID.class).convert(value);
      case DATE -> value instanceof LocalDate date && isUsual(date) ? value : null;
      case TIMESTAMP, TIMESTAMP_OF_SECONDS ->
          value instanceof LocalDateTime stamp && isUsual(stamp.toLocalDate()) ? value : null;
      case OTHER -> null;
    };
  }

  private static @Nullable Object whole(Object value, SqlDialect dialect) {
    if (value instanceof BigInteger number) {
      return number.bitLength() < Long.SIZE
          ? (Object) number.longValue()
          : dialect.compares(WIDE_WHOLE) ? number : null;
    }
    return value instanceof Long ? value : null;
  }

  /** Neither infinite nor of a calendar that others know differently. */
  private static boolean isUsual(LocalDate date) {
    return date.getYear() >= 1 && date.getYear() <= LAST_YEAR;
  }
}
