package io.vgi.type;

import io.vgi.internal.number.Bignum;
import io.vgi.internal.number.HugeInts;
import io.vgi.type.ValueCodec.Reader;
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
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Reads vectors as natural values; how is chosen once for each vector. */
final class VectorReaders {
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;
  private static final long FIRST_SECOND = LocalDateTime.MIN.toEpochSecond(ZoneOffset.UTC);
  private static final long LAST_SECOND = LocalDateTime.MAX.toEpochSecond(ZoneOffset.UTC);

  private VectorReaders() {}

  /** Where the elements of a list are. */
  interface Spans {
    int from(int row);

    int to(int row);
  }

  /** Natural values of {@code vector}, whose type is that of {@code field}. */
  static Reader<Object> natural(FieldVector vector, Field field) {
    if (vector instanceof NullVector) {
      return row -> null;
    } else if (vector instanceof UnionVector union) {
      return union(union, field);
    }
    Reader<Object> present = present(vector, field);
    return row -> vector.isNull(row) ? null : present.get(row);
  }

  private static Reader<Object> present(FieldVector vector, Field field) {
    if (vector instanceof UInt8Vector unsigned) {
      return row -> unsigned(unsigned.get(row));
    } else if (vector instanceof BaseIntVector ints) {
      return "arrow.bool8".equals(SqlType.of(field).extensionName())
          ? row -> ints.getValueAsLong(row) != 0
          : ints::getValueAsLong;
    } else if (vector instanceof Float8Vector real) {
      return real::get;
    } else if (vector instanceof Float4Vector real) {
      return row -> (double) real.get(row);
    } else if (vector instanceof BitVector bits) {
      return row -> bits.get(row) != 0;
    } else if (vector instanceof VariableWidthFieldVector bytes) {
      return isText(vector)
          ? row -> new String(bytes.get(row), StandardCharsets.UTF_8)
          : SqlType.of(field).equals(SqlType.BIGNUM)
              ? row -> Bignum.read(bytes.get(row))
              : bytes::get;
    } else if (vector instanceof FixedSizeBinaryVector bytes) {
      return fixed(bytes, SqlType.of(field));
    } else if (vector instanceof MapVector map) {
      List<FieldVector> pair = map.getDataVector().getChildrenFromFields();
      List<Field> fields = field.getChildren().get(0).getChildren();
      return map(map, natural(pair.get(0), fields.get(0)), natural(pair.get(1), fields.get(1)));
    } else if (vector instanceof StructVector struct) {
      return struct(struct, field);
    }
    Spans spans = spans(vector);
    return spans == null
        ? temporal(vector, field)
        : list(spans, natural(elements(vector), field.getChildren().get(0)))::get;
  }

  static boolean isText(FieldVector vector) {
    return vector instanceof VarCharVector
        || vector instanceof LargeVarCharVector
        || vector instanceof ViewVarCharVector;
  }

  /** Where the elements of {@code vector} are; null when it holds no lists. */
  static @Nullable Spans spans(FieldVector vector) {
    if (vector instanceof ListVector list) {
      return spans(list::getElementStartIndex, list::getElementEndIndex);
    } else if (vector instanceof FixedSizeListVector list) {
      return spans(list::getElementStartIndex, list::getElementEndIndex);
    } else if (vector instanceof ListViewVector list) {
      return spans(list::getElementStartIndex, list::getElementEndIndex);
    } else if (vector instanceof LargeListVector list) {
      return spans(
          row -> Math.toIntExact(list.getElementStartIndex(row)),
          row -> Math.toIntExact(list.getElementEndIndex(row)));
    }
    return null;
  }

  private static Spans spans(
      java.util.function.IntUnaryOperator from, java.util.function.IntUnaryOperator to) {
    return new Spans() {
      @Override
      public int from(int row) {
        return from.applyAsInt(row);
      }

      @Override
      public int to(int row) {
        return to.applyAsInt(row);
      }
    };
  }

  /** The elements of all lists of {@code vector}. */
  static FieldVector elements(FieldVector vector) {
    return vector.getChildrenFromFields().get(0);
  }

  private static Object unsigned(long bits) {
    return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
  }

  private static Reader<Object> temporal(FieldVector vector, Field field) {
    if (vector instanceof DateDayVector date) {
      return row -> LocalDate.ofEpochDay(date.get(row));
    } else if (vector instanceof TimeMicroVector time) {
      SqlType type = SqlType.of(field);
      return row -> time(time.get(row), 1_000, type);
    } else if (vector instanceof TimeNanoVector time) {
      SqlType type = SqlType.of(field);
      return row -> time(time.get(row), 1, type);
    } else if (vector instanceof TimeStampVector stamp
        && field.getType() instanceof ArrowType.Timestamp arrow) {
      SqlType type = SqlType.of(field);
      long perSecond = perSecond(arrow.getUnit());
      boolean zoned = arrow.getTimezone() != null;
      return row -> {
        long count = stamp.get(row);
        long second = Math.floorDiv(count, perSecond);
        if (second < FIRST_SECOND || second > LAST_SECOND) {
          return new Ticks(count, type);
        }
        int nanos = (int) (Math.floorMod(count, perSecond) * (1_000_000_000L / perSecond));
        return zoned
            ? Instant.ofEpochSecond(second, nanos)
            : LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC);
      };
    }
    return vector::getObject;
  }

  static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1L;
      case MILLISECOND -> 1_000L;
      case MICROSECOND -> 1_000_000L;
      case NANOSECOND -> 1_000_000_000L;
    };
  }

  /** A LocalTime, or the ticks of a time such as 24:00:00. */
  private static Object time(long value, long nanosPerTick, SqlType type) {
    return value >= 0 && value < NANOS_PER_DAY / nanosPerTick
        ? LocalTime.ofNanoOfDay(value * nanosPerTick)
        : new Ticks(value, type);
  }

  private static Reader<Object> fixed(FixedSizeBinaryVector vector, SqlType type) {
    if (type.equals(SqlType.UUID)) {
      return row -> {
        ByteBuffer buffer = ByteBuffer.wrap(vector.get(row));
        return new UUID(buffer.getLong(), buffer.getLong());
      };
    } else if (type.equals(SqlType.HUGEINT) || type.equals(SqlType.UHUGEINT)) {
      boolean signed = type.equals(SqlType.HUGEINT);
      return row -> HugeInts.read(vector.get(row), signed);
    } else if (type.equals(SqlType.TIMETZ)) {
      return row -> OffsetTimes.read(vector.getDataBuffer().getLong(8L * row));
    }
    return vector::get;
  }

  /** Lists that cannot be changed, since many calls may be given the same. */
  static Reader<List<@Nullable Object>> list(Spans spans, Reader<Object> element) {
    return row -> {
      int to = spans.to(row);
      int at = spans.from(row);
      List<@Nullable Object> values = new ArrayList<>(to - at);
      for (; at < to; at++) {
        values.add(element.get(at));
      }
      return Collections.unmodifiableList(values);
    };
  }

  /** Maps that cannot be changed, in the order of their entries. */
  static Reader<Object> map(MapVector map, Reader<Object> keys, Reader<Object> values) {
    return row -> {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      int to = map.getElementEndIndex(row);
      for (int i = map.getElementStartIndex(row); i < to; i++) {
        entries.put(keys.get(i), values.get(i));
      }
      return Collections.unmodifiableMap(entries);
    };
  }

  private static Reader<Object> struct(StructVector struct, Field field) {
    List<FieldVector> vectors = struct.getChildrenFromFields();
    List<Field> fields = field.getChildren();
    String[] names = new String[vectors.size()];
    List<Reader<Object>> readers = new ArrayList<>(names.length);
    for (int i = 0; i < names.length; i++) {
      names[i] = fields.get(i).getName();
      readers.add(natural(vectors.get(i), fields.get(i)));
    }
    return row -> {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        members.put(names[i], readers.get(i).get(row));
      }
      return Collections.unmodifiableMap(members);
    };
  }

  /** Structs of the active member alone: which one it is, is part of the value. */
  private static Reader<Object> union(UnionVector union, Field field) {
    int[] ids = ids(field);
    List<FieldVector> vectors = union.getChildrenFromFields();
    List<Reader<Object>> readers = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      readers.add(natural(vectors.get(i), field.getChildren().get(i)));
    }
    return row -> {
      int member = position(ids, union.getTypeValue(row));
      if (member < 0) {
        return null;
      }
      Map<String, @Nullable Object> value = new LinkedHashMap<>();
      value.put(field.getChildren().get(member).getName(), readers.get(member).get(row));
      return Collections.unmodifiableMap(value);
    };
  }

  static int[] ids(Field union) {
    return ((ArrowType.Union) union.getType()).getTypeIds();
  }

  /** Which member has the type id {@code id}, or a negative number. */
  static int position(int[] ids, int id) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }
}
