package io.vgi.testing.duckdb;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/** Values of a result as Java has them. */
final class Values {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class,
          char.class, Character.class);

  private Values() {}

  /** The value of {@code column} in the current row as a {@code type}, or null. */
  @SuppressWarnings("unchecked") // convert gives the boxed class or fails
  static <T> @Nullable T read(ResultSet result, int column, Class<T> type) throws SQLException {
    String name = "Column '" + result.getMetaData().getColumnLabel(column) + "'";
    return (T) convert(natural(result, column), type, name);
  }

  /** The value of {@code column} in the current row without the driver's own classes, or null. */
  static @Nullable Object natural(ResultSet result, int column) throws SQLException {
    Object value = result.getObject(column);
    // not by way of this machine's time zone, in which some times do not exist
    return value instanceof Timestamp
        ? result.getObject(column, LocalDateTime.class)
        : natural(value);
  }

  private static @Nullable Object natural(@Nullable Object value) throws SQLException {
    if (value instanceof Timestamp time) {
      return time.toLocalDateTime();
    } else if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    } else if (value instanceof JsonNode json) {
      return json.toString();
    } else if (value instanceof Blob blob) {
      return blob.getBytes(1, Math.toIntExact(blob.length()));
    } else if (value instanceof DuckDBStruct struct) {
      return naturalMap(struct.getMap());
    } else if (value instanceof Map<?, ?> map) {
      return naturalMap(map);
    } else if (value instanceof Array array) {
      List<@Nullable Object> list = new ArrayList<>();
      for (@Nullable Object element : (@Nullable Object[]) array.getArray()) {
        list.add(natural(element));
      }
      return list;
    }
    return value;
  }

  private static Map<@Nullable Object, @Nullable Object> naturalMap(Map<?, ?> map)
      throws SQLException {
    Map<@Nullable Object, @Nullable Object> natural = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      natural.put(natural(entry.getKey()), natural(entry.getValue()));
    }
    return natural;
  }

  /** {@code value} as a {@code type}; {@code what} begins the sentence that says it is none. */
  static @Nullable Object convert(@Nullable Object value, Type type, String what) {
    if (type instanceof ParameterizedType parts) {
      return container(value, parts, what);
    }
    Class<?> wanted = type instanceof Class<?> raw ? BOXES.getOrDefault(raw, raw) : Object.class;
    if (value == null) {
      if (wanted != type) {
        throw new AssertionError(what + " is NULL, and not a " + type);
      }
      return null;
    }
    Object converted = wanted.isInstance(value) ? value : to(value, wanted, what);
    if (converted == null) {
      throw new AssertionError(
          what
              + " is a "
              + value.getClass().getSimpleName()
              + ", "
              + value
              + ", and not a "
              + wanted.getSimpleName());
    }
    return converted;
  }

  /** Null where there is no way. */
  private static @Nullable Object to(Object value, Class<?> wanted, String what) {
    if (value instanceof Number number) {
      return number(number, wanted);
    } else if (value instanceof Instant instant) {
      return wanted == OffsetDateTime.class
          ? instant.atOffset(ZoneOffset.UTC)
          : wanted == ZonedDateTime.class ? instant.atZone(ZoneOffset.UTC) : null;
    } else if (value instanceof String text && wanted.isEnum()) {
      for (Object constant : wanted.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(text)) {
          return constant;
        }
      }
    } else if (value instanceof Map<?, ?> members && wanted.isRecord()) {
      return RecordReader.of(wanted.asSubclass(Record.class)).build(members, what);
    }
    return null;
  }

  private static @Nullable Object number(Number number, Class<?> wanted) {
    if (wanted == Double.class) {
      boolean exact =
          !(number instanceof Long) || (long) number.doubleValue() == number.longValue();
      return exact ? number.doubleValue() : null;
    } else if (number instanceof Double || number instanceof Float) {
      return wanted == Float.class && (float) number.doubleValue() == number.doubleValue()
          ? (Object) number.floatValue()
          : null;
    }
    BigDecimal value = new BigDecimal(number.toString());
    try {
      if (wanted == Long.class) {
        return value.longValueExact();
      } else if (wanted == Integer.class) {
        return value.intValueExact();
      } else if (wanted == Short.class) {
        return value.shortValueExact();
      } else if (wanted == Byte.class) {
        return value.byteValueExact();
      } else if (wanted == BigInteger.class) {
        return value.toBigIntegerExact();
      }
    } catch (ArithmeticException tooLarge) {
      return null;
    }
    return wanted == BigDecimal.class ? value : null;
  }

  private static @Nullable Object container(
      @Nullable Object value, ParameterizedType type, String what) {
    Type[] parts = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return Optional.ofNullable(convert(value, parts[0], what));
    } else if (value == null) {
      return null;
    } else if (type.getRawType() == Map.class && value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
      map.forEach(
          (key, element) ->
              converted.put(
                  convert(key, parts[0], "A key of " + what),
                  convert(element, parts[1], "A value of " + what)));
      return converted;
    } else if (value instanceof List<?> list
        && type.getRawType() instanceof Class<?> raw
        && (raw.isAssignableFrom(List.class) || raw == Set.class)) {
      Collection<@Nullable Object> converted =
          raw == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
      for (Object element : list) {
        converted.add(convert(element, parts[0], "An element of " + what));
      }
      return converted;
    }
    throw new AssertionError(what + " is " + value + ", and not a " + type.getTypeName());
  }
}
