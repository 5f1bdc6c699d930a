package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.memory.HeapMemory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A column of a batch that was checked and is read where it lies on the heap, without a vector. */
public final class RowColumn {
  private static final int OFFSET = Integer.BYTES;
  private static final int LARGE_OFFSET = Long.BYTES;

  private final Field field;
  private final boolean large;
  private final byte[] bytes;
  private final int count;
  // where buffers begin in the bytes
  private final int validity;
  private final boolean allNull;
  private final int first;
  private final int second;
  private final List<RowColumn> children;
  private final @Nullable RowColumn entries;

  /**
   * A column whose buffers begin at those places.
   *
   * @param large whether offsets have 64 bits
   * @param validity -1 when no value is NULL, or all are
   * @param first the values or offsets
   * @param second the bytes that offsets divide
   * @param entries the dictionary that the values are indexes of
   */
  RowColumn(
      Field field,
      boolean large,
      byte[] bytes,
      int count,
      int validity,
      boolean allNull,
      int first,
      int second,
      List<RowColumn> children,
      @Nullable RowColumn entries) {
    this.field = field;
    this.large = large;
    this.bytes = bytes;
    this.count = count;
    this.validity = validity;
    this.allNull = allNull;
    this.first = first;
    this.second = second;
    this.children = children;
    this.entries = entries;
  }

  /** The column's name. */
  public String name() {
    return field.getName();
  }

  /** The column's field. */
  public Field field() {
    return field;
  }

  /** The columns in this one, of a list, map or struct. */
  public List<RowColumn> children() {
    return children;
  }

  int count() {
    return count;
  }

  /** Whether the value at {@code row} is NULL. */
  public boolean isNull(int row) {
    return allNull || (validity >= 0 && ((bytes[validity + (row >> 3)] >> (row & 7)) & 1) == 0);
  }

  /** The number of {@code width} bytes at {@code row} of the first buffer, with its sign. */
  long number(int row, int width) {
    return number(bytes, first + row * width, width);
  }

  static long number(byte[] bytes, int at, int width) {
    long value = bytes[at + width - 1];
    for (int i = width - 2; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    return value;
  }

  /** As {@link #number}, the way integers of {@code type} are meant. */
  long integer(ArrowType.Int type, int row) {
    int bits = type.getBitWidth();
    long value = number(row, bits / 8);
    return type.getIsSigned() || bits == 64 ? value : value & ((1L << bits) - 1);
  }

  int offset(int row) {
    return (int) number(row, large ? LARGE_OFFSET : OFFSET);
  }

  /** What the vectors of this column would take. */
  long vectorBytes() {
    boolean encoded = field.getDictionary() != null;
    ArrowType type = encoded ? field.getDictionary().getIndexType() : field.getType();
    if (type instanceof ArrowType.Null) {
      return 0;
    }
    long own = (count + 7L) / 8;
    int width = width(type);
    if (width > 0) {
      own += (long) width * count;
    } else if (type instanceof ArrowType.Bool) {
      own *= 2;
    } else if (!(type instanceof ArrowType.Struct) && count > 0) {
      own += (long) OFFSET * (count + 1);
      own += children.isEmpty() ? offset(count) - offset(0) : 0;
    }
    for (RowColumn child : children) {
      own += child.vectorBytes();
    }
    return own;
  }

  /**
   * The value at {@code row}: text, bytes, Boolean, Long (also for dates and times, in their unit),
   * Double, BigDecimal, List, Map, or null. What is made is taken from {@code heap} before, because
   * a list of values without bytes can be of any length.
   */
  public @Nullable Object value(int row, HeapMemory heap) {
    ArrowType type = field.getType();
    if (isNull(row) || type instanceof ArrowType.Null) {
      return null;
    } else if (entries != null) {
      return entries.value((int) integer(field.getDictionary().getIndexType(), row), heap);
    } else if (type instanceof ArrowType.Utf8) {
      int from = offset(row);
      int length = offset(row + 1) - from;
      heap.take(2 * HeapMemory.OBJECT + 2L * length); // a character may take two bytes
      return new String(bytes, second + from, length, StandardCharsets.UTF_8);
    } else if (type instanceof ArrowType.Binary) {
      return copy(second + offset(row), offset(row + 1) - offset(row), heap);
    } else if (type instanceof ArrowType.Bool) {
      return ((bytes[first + (row >> 3)] >> (row & 7)) & 1) != 0;
    } else if (type instanceof ArrowType.Int integers) {
      heap.take(HeapMemory.OBJECT);
      return integer(integers, row);
    } else if (type instanceof ArrowType.Map) {
      return map(row, heap);
    } else if (type instanceof ArrowType.List) {
      return list(row, heap);
    } else if (type instanceof ArrowType.Struct) {
      return struct(row, heap);
    }
    return rare(type, row, heap);
  }

  private byte[] copy(int from, int length, HeapMemory heap) {
    heap.take(HeapMemory.OBJECT + length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  private Object rare(ArrowType type, int row, HeapMemory heap) {
    int width = width(type);
    if (type instanceof ArrowType.FloatingPoint) {
      heap.take(HeapMemory.OBJECT);
      long bits = number(row, width);
      return width == Float.BYTES
          ? (double) Float.intBitsToFloat((int) bits)
          : Double.longBitsToDouble(bits);
    }
    heap.take(HeapMemory.RARE);
    if (type instanceof ArrowType.FixedSizeBinary) {
      return copy(first + row * width, width, heap);
    } else if (type instanceof ArrowType.Decimal decimal) {
      byte[] digits = new byte[width];
      for (int i = 0; i < width; i++) {
        digits[i] = bytes[first + (row + 1) * width - 1 - i];
      }
      return new BigDecimal(new BigInteger(digits), decimal.getScale());
    }
    return number(row, width);
  }

  private List<@Nullable Object> list(int row, HeapMemory heap) {
    int from = offset(row);
    int to = offset(row + 1);
    heap.take(2 * HeapMemory.OBJECT + HeapMemory.REFERENCE * (to - from));
    List<@Nullable Object> values = new ArrayList<>(to - from);
    RowColumn items = children.get(0);
    for (int i = from; i < to; i++) {
      values.add(items.value(i, heap));
    }
    return values;
  }

  private Map<@Nullable Object, @Nullable Object> map(int row, HeapMemory heap) {
    int from = offset(row);
    int to = offset(row + 1);
    heap.take(HeapMemory.MAP + HeapMemory.ENTRY * (to - from));
    Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
    List<RowColumn> pair = children.get(0).children;
    for (int i = from; i < to; i++) {
      values.put(pair.get(0).value(i, heap), pair.get(1).value(i, heap));
    }
    return values;
  }

  private Map<String, @Nullable Object> struct(int row, HeapMemory heap) {
    heap.take(HeapMemory.MAP + HeapMemory.ENTRY * children.size());
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (RowColumn child : children) {
      values.put(child.name(), child.value(row, heap));
    }
    return values;
  }

  /**
   * How many bytes each value of {@code type} takes if that is the same for all of them, else 0.
   *
   * @throws RuntimeException if records do not carry the type
   */
  public static int width(ArrowType type) {
    if (type instanceof ArrowType.Int number) {
      int bits = number.getBitWidth();
      RowDecoder.check(bits == 8 || bits == 16 || bits == 32 || bits == 64);
      return bits / 8;
    } else if (type instanceof ArrowType.FloatingPoint number) {
      RowDecoder.check(number.getPrecision() != FloatingPointPrecision.HALF);
      return number.getPrecision() == FloatingPointPrecision.SINGLE ? Float.BYTES : Double.BYTES;
    } else if (type instanceof ArrowType.Decimal number) {
      RowDecoder.check(number.getBitWidth() == 128);
      return 16;
    } else if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY ? Integer.BYTES : Long.BYTES;
    } else if (type instanceof ArrowType.Time time) {
      boolean coarse = time.getUnit() == TimeUnit.SECOND || time.getUnit() == TimeUnit.MILLISECOND;
      RowDecoder.check(time.getBitWidth() == (coarse ? 32 : 64));
      return time.getBitWidth() / 8;
    } else if (type instanceof ArrowType.Timestamp || type instanceof ArrowType.Duration) {
      return Long.BYTES;
    } else if (type instanceof ArrowType.FixedSizeBinary fixed) {
      RowDecoder.check(fixed.getByteWidth() > 0);
      return fixed.getByteWidth();
    }
    return 0;
  }
}
