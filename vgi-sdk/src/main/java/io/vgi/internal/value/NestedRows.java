package io.vgi.internal.value;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.RecordFormat;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Rows of single values, such as constants and bounds, as nested streams. */
public final class NestedRows {
  private NestedRows() {}

  /** One row of {@code values} as a nested stream, a column for each of {@code fields}. */
  public static byte[] of(
      List<Field> fields, List<? extends @Nullable Object> values, BufferAllocator allocator) {
    return all(fields, List.of(values), allocator);
  }

  /** {@code rows} as a nested stream, a column for each of {@code fields}. */
  public static byte[] all(
      List<Field> fields,
      List<? extends List<? extends @Nullable Object>> rows,
      BufferAllocator allocator) {
    List<WireRecord> records = records(fields, rows);
    if (records != null) {
      RecordFormat format = RecordFormat.of(WireSchema.of(fields));
      try (WireBatch batch = WireRecord.toBatch(records, format, allocator)) {
        return IpcBytes.ofBatch(batch, allocator);
      }
    }
    List<FieldVector> columns = new ArrayList<>(fields.size());
    try {
      for (int i = 0; i < fields.size(); i++) {
        FieldVector column = Vectors.create(fields.get(i), allocator);
        columns.add(column);
        column.setInitialCapacity(rows.size());
        column.allocateNew();
        ValueCodec.Writer<Object> values =
            ValueCodec.natural(SqlType.of(fields.get(i))).writer(column);
        for (int row = 0; row < rows.size(); row++) {
          values.set(row, rows.get(row).get(i));
        }
        column.setValueCount(rows.size());
      }
    } catch (Throwable failure) {
      for (FieldVector column : columns) {
        column.close();
      }
      throw failure;
    }
    try (WireBatch batch = WireBatch.of(WireSchema.of(fields), columns, rows.size())) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  /** The rows as records, which need no vectors; null when not all values are of plain types. */
  private static @Nullable List<WireRecord> records(
      List<Field> fields, List<? extends List<? extends @Nullable Object>> rows) {
    List<WireRecord> records = new ArrayList<>(rows.size());
    for (List<? extends @Nullable Object> row : rows) {
      WireRecord record = WireRecord.named("row");
      for (int i = 0; i < fields.size(); i++) {
        Field field = fields.get(i);
        Object value = row.get(i);
        if (!isPlain(field, value) || record.has(field.getName())) {
          return null;
        }
        record.set(field.getName(), value == null ? WireRecord.NULL : value);
      }
      records.add(record);
    }
    return records;
  }

  private static boolean isPlain(Field field, @Nullable Object value) {
    ArrowType type = field.getType();
    if (field.getDictionary() != null || !field.getMetadata().isEmpty()) {
      return false;
    } else if (type instanceof ArrowType.Utf8) {
      return value == null || value instanceof String;
    } else if (type instanceof ArrowType.Bool) {
      return value == null || value instanceof Boolean;
    } else if (type instanceof ArrowType.Int number) {
      return number.getIsSigned()
          && number.getBitWidth() == Long.SIZE
          && (value == null || value instanceof Long);
    }
    return type instanceof ArrowType.FloatingPoint number
        && number.getPrecision() == FloatingPointPrecision.DOUBLE
        && (value == null || value instanceof Double);
  }
}
