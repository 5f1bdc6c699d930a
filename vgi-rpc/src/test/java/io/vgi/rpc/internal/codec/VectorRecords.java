package io.vgi.rpc.internal.codec;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Records by way of Arrow's vectors, to compare with. */
final class VectorRecords {
  private VectorRecords() {}

  /** A nested stream with a row for each of {@code records}. */
  static byte[] toBytes(List<WireRecord> records, WireSchema schema, BufferAllocator allocator) {
    List<FieldVector> columns = new ArrayList<>(schema.size());
    for (Field field : schema.fields()) {
      FieldVector column = Vectors.create(field, allocator);
      columns.add(column);
      column.setInitialCapacity(records.size());
      column.allocateNew();
      for (int row = 0; row < records.size(); row++) {
        write(column, row, field, records.get(row).values().get(field.getName()));
      }
      column.setValueCount(records.size());
    }
    try (WireBatch batch = WireBatch.of(schema, columns, records.size())) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  /** Writes {@code value} at {@code row}; null writes the type's empty value where not nullable. */
  static void write(FieldVector vector, int row, Field field, @Nullable Object value) {
    Object present = value == null && !field.isNullable() ? empty(field) : value;
    if (present == null || present == WireRecord.NULL) {
      if (!(vector instanceof NullVector)) {
        vector.setNull(row);
      }
    } else if (vector instanceof VarCharVector text) {
      text.setSafe(row, ((String) present).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof VarBinaryVector bytes) {
      bytes.setSafe(row, (byte[]) present);
    } else if (vector instanceof LargeVarBinaryVector bytes) {
      bytes.setSafe(row, (byte[]) present);
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(row, (Boolean) present ? 1 : 0);
    } else if (vector instanceof BaseIntVector ints) {
      grow(vector, row);
      ints.setWithPossibleTruncate(row, ((Number) present).longValue());
    } else if (vector instanceof Float8Vector doubles) {
      doubles.setSafe(row, ((Number) present).doubleValue());
    } else if (vector instanceof MapVector map) {
      writeMap(map, row, field, (Map<?, ?>) present);
    } else if (vector instanceof ListVector list) {
      writeList(list, row, field, (List<?>) present);
    } else if (vector instanceof StructVector struct) {
      writeStruct(struct, row, field, (Map<?, ?>) present);
    } else {
      writeRare(vector, row, field, present);
    }
  }

  /** The types that few records have, so that the others need not load their classes. */
  private static void writeRare(FieldVector vector, int row, Field field, Object present) {
    if (vector instanceof Float4Vector floats) {
      floats.setSafe(row, ((Number) present).floatValue());
    } else if (vector instanceof DecimalVector decimals) {
      decimals.setSafe(row, (BigDecimal) present);
    } else if (vector instanceof LargeVarCharVector text) {
      text.setSafe(row, ((String) present).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof FixedSizeBinaryVector bytes) {
      bytes.setSafe(row, (byte[]) present);
    } else if (isTemporal(vector)) {
      grow(vector, row);
      BitVectorHelper.setBit(vector.getValidityBuffer(), row);
      long ticks = ((Number) present).longValue();
      if (((BaseFixedWidthVector) vector).getTypeWidth() == Long.BYTES) {
        vector.getDataBuffer().setLong(row * (long) Long.BYTES, ticks);
      } else {
        vector.getDataBuffer().setInt(row * (long) Integer.BYTES, (int) ticks);
      }
    } else {
      throw new IllegalArgumentException(
          "Record field '"
              + field.getName()
              + "' has the type "
              + field.getType()
              + ", which records do not carry");
    }
  }

  /** Whether the values are a number of days, seconds or parts of seconds. */
  private static boolean isTemporal(FieldVector vector) {
    return switch (vector.getField().getType().getTypeID()) {
      case Date, Time, Timestamp, Duration -> true;
      default -> false;
    };
  }

  private static void grow(FieldVector vector, int row) {
    while (row >= ((BaseFixedWidthVector) vector).getValueCapacity()) {
      vector.reAlloc();
    }
  }

  private static void writeList(ListVector list, int row, Field field, List<?> values) {
    FieldVector child = list.getDataVector();
    Field childField = field.getChildren().get(0);
    int at = list.startNewValue(row);
    for (Object value : values) {
      write(child, at++, childField, value);
    }
    list.endValue(row, values.size());
    child.setValueCount(at);
  }

  private static void writeMap(MapVector map, int row, Field field, Map<?, ?> values) {
    StructVector entries = (StructVector) map.getDataVector();
    Field entriesField = field.getChildren().get(0);
    int at = map.startNewValue(row);
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      setDefined(entries, at);
      write(child(entries, 0), at, entriesField.getChildren().get(0), entry.getKey());
      write(child(entries, 1), at, entriesField.getChildren().get(1), entry.getValue());
      at++;
    }
    map.endValue(row, values.size());
    entries.setValueCount(at);
  }

  private static void writeStruct(StructVector struct, int row, Field field, Map<?, ?> values) {
    setDefined(struct, row);
    for (int i = 0; i < field.getChildren().size(); i++) {
      Field child = field.getChildren().get(i);
      write(child(struct, i), row, child, values.get(child.getName()));
    }
  }

  private static void setDefined(StructVector struct, int row) {
    while (row >= struct.getValueCapacity()) {
      struct.reAlloc();
    }
    struct.setIndexDefined(row);
  }

  private static FieldVector child(StructVector struct, int index) {
    return struct.getChildrenFromFields().get(index);
  }

  private static Object empty(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Utf8 && field.getDictionary() == null) {
      return "";
    } else if (type instanceof ArrowType.Bool) {
      return false;
    } else if (type instanceof ArrowType.Int) {
      return 0;
    } else if (type instanceof ArrowType.List) {
      return List.of();
    } else if (type instanceof ArrowType.Map || type instanceof ArrowType.Struct) {
      return Map.of();
    }
    throw new IllegalArgumentException("Record field '" + field.getName() + "' must be given");
  }
}
