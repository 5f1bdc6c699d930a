package io.vgi.internal.value;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
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
}
