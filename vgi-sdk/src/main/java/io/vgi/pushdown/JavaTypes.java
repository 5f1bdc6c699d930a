package io.vgi.pushdown;

import io.vgi.type.SqlType;
import io.vgi.type.Ticks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * In which Java types a filter's values of a column can be asked for: fewer than the column itself
 * can be read as, since those must be equal and in order where the column's values are.
 */
final class JavaTypes {
  private static final List<Class<?>> NUMBERS =
      List.of(Long.class, Integer.class, BigInteger.class, BigDecimal.class, Double.class);
  private static final Set<SqlType> INTEGERS =
      Set.of(
          SqlType.TINYINT,
          SqlType.UTINYINT,
          SqlType.SMALLINT,
          SqlType.USMALLINT,
          SqlType.INTEGER,
          SqlType.UINTEGER,
          SqlType.BIGINT,
          SqlType.UBIGINT,
          SqlType.HUGEINT,
          SqlType.UHUGEINT,
          SqlType.BIGNUM);

  private JavaTypes() {}

  /** Refuses a Java type that can hold no value of a column, which no bound would ever reach. */
  static void checkOrdered(String column, SqlType type, Class<?> java) {
    if (isUnordered(type)) {
      throw new IllegalArgumentException(
          "Column '"
              + column
              + "' of type "
              + type
              + " has no bounds in a Java type; ask for its values or walk the filter");
    }
    check(column, type, java);
  }

  /** Refuses a Java type that can hold no value of a column. */
  static void check(String column, SqlType type, Class<?> java) {
    List<Class<?>> fitting = fitting(type);
    for (Class<?> one : fitting) {
      if (java.isAssignableFrom(one)) {
        return;
      }
    }
    if (!fitting.isEmpty()) {
      String names = fitting.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "Column '"
              + column
              + "' of type "
              + type
              + " cannot be read as "
              + java.getSimpleName()
              + ", but as "
              + names);
    }
  }

  private static boolean isUnordered(SqlType type) {
    if (type.equals(SqlType.BIGNUM)) {
      return false;
    }
    return type.equals(SqlType.INTERVAL)
        || type.equals(SqlType.TIMETZ)
        || switch (type.arrow().getTypeID()) {
          case Binary,
              LargeBinary,
              BinaryView,
              List,
              LargeList,
              FixedSizeList,
              Map,
              Struct,
              Union ->
              true;
          default -> false;
        };
  }

  /** Those types; none when everything goes. */
  private static List<Class<?>> fitting(SqlType type) {
    ArrowType arrow = type.arrow();
    if (INTEGERS.contains(type)) {
      return NUMBERS;
    } else if (type.equals(SqlType.UUID)) {
      return List.of(UUID.class, String.class);
    } else if (type.equals(SqlType.BOOLEAN)) {
      return List.of(Boolean.class);
    } else if (type.equals(SqlType.DATE)) {
      return List.of(LocalDate.class);
    } else if (type.equals(SqlType.TIME) || type.equals(SqlType.TIME_NS)) {
      return List.of(LocalTime.class, Ticks.class);
    } else if (type.equals(SqlType.TIMETZ)) {
      return List.of(OffsetTime.class, Ticks.class);
    } else if (type.equals(SqlType.INTERVAL)) {
      return List.of(PeriodDuration.class);
    } else if (type.equals(SqlType.BLOB)) {
      return List.of(byte[].class);
    }
    return switch (arrow.getTypeID()) {
      case FloatingPoint, Decimal -> NUMBERS;
      case Utf8, LargeUtf8, Utf8View -> List.of(String.class);
      case Timestamp ->
          ((ArrowType.Timestamp) arrow).getTimezone() == null
              ? List.of(LocalDateTime.class, Ticks.class)
              : List.of(Instant.class, Ticks.class);
      default -> List.of();
    };
  }
}
