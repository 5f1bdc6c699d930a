package io.vgi.testing;

import io.vgi.internal.value.ConstantType;
import io.vgi.internal.value.JavaValues;
import io.vgi.internal.value.ValueWriter;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Java values in and out of batches. */
final class Values {
  private Values() {}

  /** The type that SQL gives {@code value}; a bare NULL is an INTEGER. */
  static SqlType typeOf(@Nullable Object value) {
    if (value == null) {
      return SqlType.INTEGER;
    } else if (value instanceof Record record) {
      List<Column<?>> members = new ArrayList<>();
      JavaValues.members(record).forEach((n, member) -> members.add(Column.of(n, typeOf(member))));
      return SqlType.struct(members.toArray(new Column<?>[0]));
    } else if (value instanceof Enum<?>) {
      return SqlType.VARCHAR;
    }
    return ConstantType.of(value);
  }

  /** The type of the first of {@code values} that is not NULL. */
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
    if (left.arrow()
            instanceof org.apache.arrow.vector.types.pojo.ArrowType.Decimal a
        && right.arrow() instanceof org.apache.arrow.vector.types.pojo.ArrowType.Decimal b) {
      int scale = Math.max(a.getScale(), b.getScale());
      int whole = Math.max(a.getPrecision() - a.getScale(), b.getPrecision() - b.getScale());
      return SqlType.decimal(Math.min(38, whole + scale), scale);
    }
    return left;
  }

  /** One row as a nested stream. */
  static byte[] row(
      String what, List<Field> fields, List<? extends @Nullable Object> values, BufferAllocator in) {
    List<List<@Nullable Object>> columns = new ArrayList<>();
    for (Object value : values) {
      List<@Nullable Object> column = new ArrayList<>();
      column.add(value);
      columns.add(column);
    }
    try (WireBatch batch = batch(what, fields, columns, 0, 1, in)) {
      return IpcBytes.ofBatch(batch, in);
    }
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
        for (int row = from; row < to; row++) {
          write(what, vector, row - from, columns.get(i).get(row));
        }
        vector.setValueCount(to - from);
      }
      return WireBatch.of(WireSchema.of(fields), vectors, to - from);
    } catch (Throwable failure) {
      vectors.forEach(FieldVector::close);
      throw failure;
    }
  }

  static void write(String what, FieldVector vector, int row, @Nullable Object value) {
    try {
      ValueWriter.write(vector, row, value instanceof Enum<?> one ? one.name() : value);
    } catch (IllegalArgumentException misfit) {
      throw new IllegalArgumentException(
          "'" + vector.getName() + "' of " + what + ": " + misfit.getMessage(), misfit);
    }
  }

  /** The value of a column in a row. */
  static @Nullable Object read(FieldVector vector, Field field, int row) {
    return JavaValues.read(vector, field, row);
  }

  /** The rows of {@code records}, which are records or maps, as columns by name. */
  static Map<String, List<@Nullable Object>> columns(List<?> records) {
    Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
    for (int row = 0; row < records.size(); row++) {
      Object one = records.get(row);
      Map<?, ?> members =
          one instanceof Map<?, ?> map
              ? map
              : one instanceof Record record ? JavaValues.members(record) : null;
      if (members == null) {
        throw new IllegalArgumentException(
            "A row of input is a record or a map, not a "
                + (one == null ? "null" : one.getClass().getName()));
      }
      for (Map.Entry<?, ?> member : members.entrySet()) {
        List<@Nullable Object> column =
            columns.computeIfAbsent(String.valueOf(member.getKey()), any -> new ArrayList<>());
        while (column.size() < row) {
          column.add(null);
        }
        column.add(member.getValue());
      }
    }
    for (List<@Nullable Object> column : columns.values()) {
      while (column.size() < records.size()) {
        column.add(null);
      }
    }
    return columns;
  }
}
