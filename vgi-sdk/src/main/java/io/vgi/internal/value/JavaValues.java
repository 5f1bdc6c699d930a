package io.vgi.internal.value;

import io.vgi.internal.number.HugeInts;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import io.vgi.type.Ticks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Single values, such as constants and settings, as plain Java objects; not for data batches. */
public final class JavaValues {
  private static final Map<Class<?>, RecordShape> RECORDS = new ConcurrentHashMap<>();

  private static final String EXTENSION = "ARROW:extension:name";
  private static final String BOOL = "arrow.bool8";
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;
  private static final long FIRST_SECOND = LocalDateTime.MIN.toEpochSecond(ZoneOffset.UTC);
  private static final long LAST_SECOND = LocalDateTime.MAX.toEpochSecond(ZoneOffset.UTC);

  private JavaValues() {}

  /**
   * The value at {@code row} in its natural Java type, or null. Lists and maps cannot be changed,
   * since many calls are given the same.
   */
  public static @Nullable Object read(FieldVector vector, Field field, int row) {
    if (vector.isNull(row)) {
      return null;
    } else if (vector instanceof UInt8Vector unsigned) {
      long bits = unsigned.get(row);
      return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    } else if (vector instanceof BaseIntVector ints) {
      boolean truth = BOOL.equals(field.getMetadata().get(EXTENSION));
      return truth ? (Object) (ints.getValueAsLong(row) != 0) : (Object) ints.getValueAsLong(row);
    } else if (vector instanceof VariableWidthFieldVector text
        && vector.getMinorType() != MinorType.VARBINARY
        && vector.getMinorType() != MinorType.LARGEVARBINARY
        && vector.getMinorType() != MinorType.VIEWVARBINARY) {
      return new String(text.get(row), StandardCharsets.UTF_8);
    } else if (vector instanceof Float8Vector real) {
      return real.get(row);
    } else if (vector instanceof Float4Vector real) {
      return (double) real.get(row);
    } else if (vector instanceof BitVector bits) {
      return bits.get(row) != 0;
    } else if (vector instanceof VariableWidthFieldVector bytes) {
      return bytes.get(row);
    } else if (vector instanceof FixedSizeBinaryVector bytes) {
      return fixed(bytes.get(row), SqlType.of(field));
    } else if (vector instanceof MapVector map) {
      return map(map, field, row);
    } else if (vector instanceof ListVector list) {
      return list(
          list.getDataVector(),
          field,
          list.getElementStartIndex(row),
          list.getElementEndIndex(row));
    } else if (vector instanceof LargeListVector list) {
      return list(
          list.getDataVector(),
          field,
          Math.toIntExact(list.getElementStartIndex(row)),
          Math.toIntExact(list.getElementEndIndex(row)));
    } else if (vector instanceof ListViewVector list) {
      return list(
          list.getDataVector(),
          field,
          list.getElementStartIndex(row),
          list.getElementEndIndex(row));
    } else if (vector instanceof FixedSizeListVector list) {
      return list(
          list.getDataVector(),
          field,
          list.getElementStartIndex(row),
          list.getElementEndIndex(row));
    } else if (vector instanceof StructVector struct) {
      return struct(struct, field, row);
    } else if (vector instanceof UnionVector union) {
      return union(union, field, row);
    }
    return temporal(vector, field, row);
  }

  private static @Nullable Object temporal(FieldVector vector, Field field, int row) {
    if (vector instanceof DateDayVector date) {
      return LocalDate.ofEpochDay(date.get(row));
    } else if (vector instanceof TimeMicroVector time) {
      return time(time.get(row), 1_000, field);
    } else if (vector instanceof TimeNanoVector time) {
      return time(time.get(row), 1, field);
    } else if (vector instanceof TimeStampVector stamp) {
      ArrowType.Timestamp type = (ArrowType.Timestamp) field.getType();
      Instant instant = instant(stamp.get(row), type.getUnit());
      return instant == null
          ? new Ticks(stamp.get(row), SqlType.of(field))
          : type.getTimezone() != null
              ? (Object) instant
              : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    return vector.getObject(row);
  }

  /** A LocalTime, or the ticks of a time such as 24:00:00. */
  private static Object time(long value, long nanosPerTick, Field field) {
    return value >= 0 && value < NANOS_PER_DAY / nanosPerTick
        ? LocalTime.ofNanoOfDay(value * nanosPerTick)
        : new Ticks(value, SqlType.of(field));
  }

  /** The moment, or null when it is beyond the years of java.time. */
  private static @Nullable Instant instant(long value, TimeUnit unit) {
    long perSecond =
        switch (unit) {
          case SECOND -> 1L;
          case MILLISECOND -> 1_000L;
          case MICROSECOND -> 1_000_000L;
          case NANOSECOND -> 1_000_000_000L;
        };
    long nanos = Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond);
    long second = Math.floorDiv(value, perSecond);
    return second < FIRST_SECOND || second > LAST_SECOND
        ? null
        : Instant.ofEpochSecond(second, nanos);
  }

  private static Object fixed(byte[] bytes, SqlType type) {
    if (type.equals(SqlType.UUID)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    } else if (type.equals(SqlType.HUGEINT) || type.equals(SqlType.UHUGEINT)) {
      return HugeInts.read(bytes, type.equals(SqlType.HUGEINT));
    }
    return bytes;
  }

  private static List<@Nullable Object> list(FieldVector data, Field field, int from, int to) {
    List<@Nullable Object> values = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      values.add(read(data, field.getChildren().get(0), i));
    }
    return Collections.unmodifiableList(values);
  }

  private static Map<@Nullable Object, @Nullable Object> map(MapVector map, Field field, int row) {
    StructVector entries = (StructVector) map.getDataVector();
    List<Field> pair = field.getChildren().get(0).getChildren();
    Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = map.getElementStartIndex(row); i < map.getElementEndIndex(row); i++) {
      values.put(
          read(entries.getChildrenFromFields().get(0), pair.get(0), i),
          read(entries.getChildrenFromFields().get(1), pair.get(1), i));
    }
    return Collections.unmodifiableMap(values);
  }

  private static Map<String, @Nullable Object> struct(StructVector struct, Field field, int row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    List<FieldVector> members = struct.getChildrenFromFields();
    for (int i = 0; i < members.size(); i++) {
      Field member = field.getChildren().get(i);
      values.put(member.getName(), read(members.get(i), member, row));
    }
    return Collections.unmodifiableMap(values);
  }

  /** A struct of the active member alone: which one it is, is part of the value. */
  private static @Nullable Object union(UnionVector union, Field field, int row) {
    int[] ids = ((ArrowType.Union) field.getType()).getTypeIds();
    int id = union.getTypeValue(row);
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        Field member = field.getChildren().get(i);
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put(member.getName(), read(union.getChildrenFromFields().get(i), member, row));
        return Collections.unmodifiableMap(value);
      }
    }
    return null;
  }

  /** {@code value} for one of many who are given it: bytes, which could be changed, are copied. */
  @SuppressWarnings("unchecked") // the copy has the class of the value
  public static <T> @Nullable T shared(@Nullable T value) {
    return value instanceof byte[] bytes ? (T) bytes.clone() : value;
  }

  /** {@code value} as {@code wanted}; numbers are converted when nothing is lost. */
  public static <T> T as(Object value, Class<T> wanted, String what) {
    if (wanted.isInstance(value)) {
      return wanted.cast(value);
    }
    Object converted = convert(value, wanted, what);
    if (converted == null) {
      throw VgiException.invalidArgument(
          what + " cannot be read as " + wanted.getSimpleName() + ": " + value);
    }
    return wanted.cast(converted);
  }

  /** As {@link #as}, for values that no message may quote. */
  public static <T> T asSecret(Object value, Class<T> wanted, String what) {
    try {
      return as(value, wanted, what);
    } catch (VgiException quoted) {
      throw VgiException.invalidArgument(what + " cannot be read as " + wanted.getSimpleName());
    }
  }

  private static @Nullable Object convert(Object value, Class<?> wanted, String what) {
    if (wanted.isRecord() && value instanceof Map<?, ?> members) {
      return RECORDS.computeIfAbsent(wanted, RecordShape::new).build(members, what);
    } else if (wanted == String.class) {
      return value.toString();
    }
    return value instanceof Number number ? number(number, wanted, what) : null;
  }

  /** The components of {@code record} by name. */
  public static Map<String, @Nullable Object> members(Record record) {
    return RECORDS.computeIfAbsent(record.getClass(), RecordShape::new).members(record);
  }

  private static @Nullable Object number(Number number, Class<?> wanted, String what) {
    if (wanted == Double.class) {
      return number.doubleValue();
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(number.toString());
    } catch (NumberFormatException notFinite) {
      return null;
    }
    try {
      if (wanted == Long.class) {
        return exact.longValueExact();
      } else if (wanted == Integer.class) {
        return exact.intValueExact();
      } else if (wanted == BigInteger.class) {
        return exact.toBigIntegerExact();
      }
    } catch (ArithmeticException lossy) {
      throw VgiException.invalidArgument(
          what + " cannot be read as " + wanted.getSimpleName() + ": " + number);
    }
    return wanted == BigDecimal.class ? exact : null;
  }

  /** The box of a primitive, or the class itself. */
  public static Class<?> boxed(Class<?> type) {
    return type.isPrimitive()
        ? java.lang.invoke.MethodType.methodType(type).wrap().returnType()
        : type;
  }
}
