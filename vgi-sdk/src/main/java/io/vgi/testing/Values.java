package io.vgi.testing;

import io.vgi.internal.value.ConstantType;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Java values in and out of batches. */
final class Values {
  private static final int MOST_DIGITS = 38;

  private Values() {}

  /** The type that SQL gives {@code value}; a bare NULL is an INTEGER. */
  static SqlType typeOf(@Nullable Object value) {
    if (value == null) {
      return SqlType.INTEGER;
    } else if (value instanceof List<?> list) {
      return SqlType.list(list.isEmpty() ? SqlType.NULL : typeOfAll(list));
    } else if (value instanceof Map<?, ?> map) {
      List<Column<?>> members = new ArrayList<>();
      map.forEach((name, member) -> members.add(Column.of(String.valueOf(name), typeOf(member))));
      return SqlType.struct(members.toArray(new Column<?>[0]));
    }
    return ConstantType.of(value);
  }

  /** The type of all of {@code values}, of those that are not NULL. */
  static SqlType typeOfAll(List<?> values) {
    SqlType type = null;
    for (Object value : values) {
      if (value != null) {
        SqlType one = typeOf(value);
        type = type == null ? one : wider(type, one);
      }
    }
    return type == null ? SqlType.INTEGER : type;
  }

  /** Decimals of one column may have different numbers of digits. */
  private static SqlType wider(SqlType left, SqlType right) {
    if (left.arrow() instanceof ArrowType.Decimal a
        && right.arrow() instanceof ArrowType.Decimal b) {
      int scale = Math.max(a.getScale(), b.getScale());
      int whole = Math.max(a.getPrecision() - a.getScale(), b.getPrecision() - b.getScale());
      return SqlType.decimal(Math.min(MOST_DIGITS, whole + scale), scale);
    }
    return left;
  }

  /** Whether {@code value} is of a class that values are read as. */
  private static boolean isNatural(Object value) {
    return value instanceof Number
        || value instanceof String
        || value instanceof Boolean
        || value instanceof byte[]
        || value.getClass().getName().startsWith("java.time.Local")
        || value instanceof java.time.Instant
        || value instanceof java.util.UUID
        || value instanceof io.vgi.type.Ticks;
  }

  /** {@code value} as values are read, records within it as maps. */
  static @Nullable Object natural(@Nullable Object value) {
    if (value == null || isNatural(value)) {
      return value;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> natural = new ArrayList<>(list.size());
      list.forEach(one -> natural.add(natural(one)));
      return natural;
    } else if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> natural = new LinkedHashMap<>();
      map.forEach((key, one) -> natural.put(natural(key), natural(one)));
      return natural;
    }
    return hasCodec(value) ? codec(value).toNatural(value) : value;
  }

  /** What is no Java type of DuckDB's passes as it is, and fails where it is written. */
  private static boolean hasCodec(Object value) {
    return value instanceof Record
        || value instanceof Enum<?>
        || value instanceof java.util.Optional<?>
        || value.getClass().getName().startsWith("java.time.");
  }

  @SuppressWarnings("unchecked") // the codec is made for the value's own class
  static ValueCodec<Object> codec(Object value) {
    Class<?> type = value instanceof Enum<?> one ? one.getDeclaringClass() : value.getClass();
    return (ValueCodec<Object>) ValueCodec.of((java.lang.reflect.Type) type);
  }

  /** One row as a nested stream. */
  static byte[] row(
      String what,
      List<Field> fields,
      List<? extends @Nullable Object> values,
      BufferAllocator in) {
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (Object value : values) {
      columns.add(single(value));
    }
    try (WireBatch batch = batch(what, fields, columns, 0, 1, in)) {
      return IpcBytes.ofBatch(batch, in);
    }
  }

  /** A list of one value, which may be null. */
  static List<@Nullable Object> single(@Nullable Object value) {
    List<@Nullable Object> one = new ArrayList<>(1);
    one.add(value);
    return one;
  }

  /** Rows {@code from} to {@code to} of {@code columns} as a batch, which the caller closes. */
  static WireBatch batch(
      String what,
      List<Field> fields,
      List<? extends List<? extends @Nullable Object>> columns,
      int from,
      int to,
      BufferAllocator memory) {
    List<FieldVector> vectors = new ArrayList<>(fields.size());
    try {
      for (int i = 0; i < fields.size(); i++) {
        FieldVector vector = Vectors.create(fields.get(i), memory);
        vectors.add(vector);
        vector.setInitialCapacity(to - from);
        vector.allocateNew();
        ValueCodec.Writer<Object> writer =
            ValueCodec.natural(SqlType.of(fields.get(i))).writer(vector);
        for (int row = from; row < to; row++) {
          write(what, writer, row - from, columns.get(i).get(row));
        }
        vector.setValueCount(to - from);
      }
      return WireBatch.of(WireSchema.of(fields), vectors, to - from);
    } catch (Throwable failure) {
      vectors.forEach(FieldVector::close);
      throw failure;
    }
  }

  /** Writes {@code value}, and names {@code what} it is of where it does not fit. */
  static void write(
      String what, ValueCodec.Writer<Object> writer, int row, @Nullable Object value) {
    try {
      writer.set(row, natural(value));
    } catch (IllegalArgumentException misfit) {
      throw new IllegalArgumentException(what + ": " + misfit.getMessage(), misfit);
    }
  }

  /** Reads the values of a column of a batch. */
  static ValueCodec.Reader<Object> reader(WireBatch batch, int column) {
    Field field = batch.schema().decoded().field(column);
    return ValueCodec.natural(SqlType.of(field)).reader(batch.column(column));
  }
}
