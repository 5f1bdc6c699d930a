package io.vgi.rpc.internal.codec;

import io.vgi.rpc.internal.memory.HeapMemory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
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

/** Single values of control records in and out of vectors; not for data batches. */
final class Cells {
  // what objects take on a heap, at most and about
  private static final long REFERENCE = 8;
  private static final long MAP = 144;
  private static final long ENTRY = 64;
  private static final long RARE = 112;

  private Cells() {}

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

  /**
   * Reads the value at {@code row}: text, bytes, Boolean, Long (also for dates and times, in their
   * unit), Double, BigDecimal, List, Map, or null. What is made is taken from {@code heap} before,
   * because a list of values without bytes can be of any length.
   */
  static @Nullable Object read(FieldVector vector, int row, HeapMemory heap) {
    if (vector.isNull(row)) {
      return null;
    } else if (vector instanceof VarCharVector text) {
      return text(text.getValueLength(row), heap, () -> text.get(row));
    } else if (vector instanceof BaseVariableWidthVector bytes) {
      heap.take(HeapMemory.OBJECT + bytes.getValueLength(row));
      return ((VarBinaryVector) bytes).get(row);
    } else if (vector instanceof LargeVarBinaryVector bytes) {
      heap.take(HeapMemory.OBJECT + bytes.getValueLength(row));
      return bytes.get(row);
    } else if (vector instanceof BitVector bits) {
      return bits.get(row) != 0;
    } else if (vector instanceof BaseIntVector ints) {
      heap.take(HeapMemory.OBJECT);
      return ints.getValueAsLong(row);
    } else if (vector instanceof Float8Vector doubles) {
      heap.take(HeapMemory.OBJECT);
      return doubles.get(row);
    } else if (vector instanceof MapVector map) {
      return readMap(map, row, heap);
    } else if (vector instanceof ListVector list) {
      return readList(list, row, heap);
    } else if (vector instanceof StructVector struct) {
      List<FieldVector> members = struct.getChildrenFromFields();
      heap.take(MAP + ENTRY * members.size());
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (FieldVector child : members) {
        values.put(child.getName(), read(child, row, heap));
      }
      return values;
    }
    return readRare(vector, row, heap);
  }

  private static String text(long length, HeapMemory heap, Supplier<byte[]> bytes) {
    heap.take(2 * HeapMemory.OBJECT + 2 * length); // a character may take two bytes
    return new String(bytes.get(), StandardCharsets.UTF_8);
  }

  private static Object readRare(FieldVector vector, int row, HeapMemory heap) {
    if (vector instanceof LargeVarCharVector text) {
      return text(text.getValueLength(row), heap, () -> text.get(row));
    }
    heap.take(RARE);
    if (vector instanceof Float4Vector floats) {
      return (double) floats.get(row);
    } else if (vector instanceof DecimalVector decimals) {
      return decimals.getObjectNotNull(row);
    } else if (vector instanceof FixedSizeBinaryVector bytes) {
      heap.take(bytes.getByteWidth());
      return bytes.get(row);
    } else if (isTemporal(vector)) {
      return ((BaseFixedWidthVector) vector).getTypeWidth() == Long.BYTES
          ? vector.getDataBuffer().getLong(row * (long) Long.BYTES)
          : (long) vector.getDataBuffer().getInt(row * (long) Integer.BYTES);
    }
    throw new IllegalArgumentException(
        "Record field '" + vector.getName() + "' has a type that records do not carry");
  }

  private static List<@Nullable Object> readList(ListVector list, int row, HeapMemory heap) {
    int from = list.getElementStartIndex(row);
    int to = list.getElementEndIndex(row);
    heap.take(2 * HeapMemory.OBJECT + REFERENCE * (to - from));
    List<@Nullable Object> values = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      values.add(read(list.getDataVector(), i, heap));
    }
    return values;
  }

  private static Map<@Nullable Object, @Nullable Object> readMap(
      MapVector map, int row, HeapMemory heap) {
    StructVector entries = (StructVector) map.getDataVector();
    int from = map.getElementStartIndex(row);
    int to = map.getElementEndIndex(row);
    heap.take(MAP + ENTRY * (to - from));
    Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      values.put(read(child(entries, 0), i, heap), read(child(entries, 1), i, heap));
    }
    return values;
  }
}
