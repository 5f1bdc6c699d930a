package io.vgi.type;

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** The SQL types of plain Java types, and which others they can hold. */
final class PlainTypes {
  private static final Map<Class<?>, SqlType> OWN =
      Map.ofEntries(
          Map.entry(Boolean.class, SqlType.BOOLEAN),
          Map.entry(Byte.class, SqlType.TINYINT),
          Map.entry(Short.class, SqlType.SMALLINT),
          Map.entry(Integer.class, SqlType.INTEGER),
          Map.entry(Long.class, SqlType.BIGINT),
          Map.entry(BigInteger.class, SqlType.HUGEINT),
          Map.entry(BigDecimal.class, SqlType.decimal(38, 10)),
          Map.entry(Float.class, SqlType.FLOAT),
          Map.entry(Double.class, SqlType.DOUBLE),
          Map.entry(String.class, SqlType.VARCHAR),
          Map.entry(byte[].class, SqlType.BLOB),
          Map.entry(UUID.class, SqlType.UUID),
          Map.entry(LocalDate.class, SqlType.DATE),
          Map.entry(LocalTime.class, SqlType.TIME),
          Map.entry(OffsetTime.class, SqlType.TIMETZ),
          Map.entry(LocalDateTime.class, SqlType.TIMESTAMP),
          Map.entry(Instant.class, SqlType.TIMESTAMPTZ),
          Map.entry(OffsetDateTime.class, SqlType.TIMESTAMPTZ),
          Map.entry(Duration.class, SqlType.INTERVAL),
          Map.entry(Period.class, SqlType.INTERVAL),
          Map.entry(PeriodDuration.class, SqlType.INTERVAL));

  private static final Set<Class<?>> WHOLE =
      Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);
  private static final Set<Class<?>> REAL = Set.of(BigDecimal.class, Float.class, Double.class);

  private PlainTypes() {}

  static Class<?> boxed(Class<?> primitive) {
    return MethodType.methodType(primitive).wrap().returnType();
  }

  /** The type of a Java class that holds single values; null for others. */
  static @Nullable SqlType typeOf(Class<?> java) {
    return OWN.get(java);
  }

  static boolean isText(SqlType type) {
    return switch (type.arrow().getTypeID()) {
      case Utf8, LargeUtf8, Utf8View -> true;
      default -> false;
    };
  }

  /** Whether values of {@code type} can be asked for as {@code java}, one of the plain types. */
  static boolean fits(SqlType type, Class<?> java) {
    SqlType own = OWN.get(java);
    if (type.isAny()
        || type.arrow() instanceof ArrowType.Null
        || (own != null && type.equals(own))) {
      return true;
    } else if (isNumber(type)) {
      return WHOLE.contains(java) || REAL.contains(java);
    } else if (type.equals(SqlType.BIGNUM)) {
      return WHOLE.contains(java) || java == byte[].class;
    } else if (type.equals(SqlType.UUID)) {
      return java == String.class;
    } else if (isText(type)) {
      return java == String.class || java == UUID.class;
    }
    return switch (type.arrow().getTypeID()) {
      case Binary, LargeBinary, BinaryView -> java == byte[].class;
      case Int -> type.sql().equals("BOOLEAN") && java == Boolean.class;
      case Time -> java == LocalTime.class;
      case Timestamp ->
          ((ArrowType.Timestamp) type.arrow()).getTimezone() == null
              ? java == LocalDateTime.class
              : java == Instant.class || java == OffsetDateTime.class;
      default -> false;
    };
  }

  private static boolean isNumber(SqlType type) {
    return type.equals(SqlType.HUGEINT)
        || type.equals(SqlType.UHUGEINT)
        || switch (type.arrow().getTypeID()) {
          case Int -> type.extensionName() == null;
          case FloatingPoint, Decimal -> true;
          default -> false;
        };
  }
}
