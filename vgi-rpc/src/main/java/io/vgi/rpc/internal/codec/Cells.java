package io.vgi.rpc.internal.codec;

import io.vgi.rpc.internal.memory.HeapMemory;
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
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Single values of records that take vectors to be read; not for data batches. */
final class Cells {
  private Cells() {}

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
      heap.take(HeapMemory.MAP + HeapMemory.ENTRY * members.size());
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
    heap.take(HeapMemory.RARE);
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

  /** Whether the values are a number of days, seconds or parts of seconds. */
  private static boolean isTemporal(FieldVector vector) {
    return switch (vector.getField().getType().getTypeID()) {
      case Date, Time, Timestamp, Duration -> true;
      default -> false;
    };
  }

  private static List<@Nullable Object> readList(ListVector list, int row, HeapMemory heap) {
    int from = list.getElementStartIndex(row);
    int to = list.getElementEndIndex(row);
    heap.take(2 * HeapMemory.OBJECT + HeapMemory.REFERENCE * (to - from));
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
    heap.take(HeapMemory.MAP + HeapMemory.ENTRY * (to - from));
    Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      values.put(read(child(entries, 0), i, heap), read(child(entries, 1), i, heap));
    }
    return values;
  }

  private static FieldVector child(StructVector struct, int index) {
    return struct.getChildrenFromFields().get(index);
  }
}
