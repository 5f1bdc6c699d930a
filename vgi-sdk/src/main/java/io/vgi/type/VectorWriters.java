package io.vgi.type;

import io.vgi.internal.number.Bignum;
import io.vgi.internal.number.ExactNumbers;
import io.vgi.internal.number.HugeInts;
import io.vgi.type.ValueCodec.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Writes natural values into vectors, which grow; how is chosen once for each vector. */
final class VectorWriters {
  private static final int WIDE_BYTES = 16;

  private VectorWriters() {}

  /** Values of {@code type} into {@code vector}. */
  static Writer<Object> natural(FieldVector vector, SqlType type) {
    if (vector instanceof NullVector) {
      return (row, value) -> {
        if (value != null) {
          throw ValueFault.misfit(type, value);
        }
      };
    } else if (vector instanceof UnionVector union) {
      return union(union, type);
    }
    return orNull(vector, present(vector, type)::set);
  }

  /** Writes what is not NULL. */
  @FunctionalInterface
  interface Present {
    void set(int row, Object value);
  }

  /** {@code present} for what is not NULL. */
  static Writer<Object> orNull(FieldVector vector, Present present) {
    return (row, value) -> {
      if (value == null) {
        vector.setNull(row);
      } else {
        present.set(row, value);
      }
    };
  }

  private static Writer<Object> present(FieldVector vector, SqlType type) {
    if (vector instanceof VarCharVector text) {
      return (row, value) ->
          text.setSafe(row, String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof VarBinaryVector blob) {
      boolean bignum = type.equals(SqlType.BIGNUM);
      return (row, value) -> blob.setSafe(row, bytes(type, bignum, value));
    } else if (vector instanceof BitVector bits) {
      return (row, value) -> bits.setSafe(row, bit(type, value));
    } else if (vector instanceof TinyIntVector bytes
        && "arrow.bool8".equals(type.extensionName())) {
      return (row, value) -> bytes.setSafe(row, bit(type, value));
    } else if (vector instanceof FixedSizeBinaryVector fixed) {
      return (row, value) -> fixed.setSafe(row, fixed(type, fixed.getByteWidth(), value));
    } else if (vector instanceof StructVector struct) {
      return struct(struct, type);
    } else if (vector instanceof MapVector map) {
      List<FieldVector> pair = map.getDataVector().getChildrenFromFields();
      List<Field> fields = type.children().get(0).getChildren();
      return map(
          map,
          type,
          natural(pair.get(0), SqlType.of(fields.get(0))),
          natural(pair.get(1), SqlType.of(fields.get(1))));
    } else if (vector instanceof ListVector || vector instanceof FixedSizeListVector) {
      FieldVector elements = VectorReaders.elements(vector);
      return list(vector, type, natural(elements, SqlType.of(type.children().get(0))));
    }
    Writer<Object> number = number(vector, type);
    return number == null ? TemporalWriters.of(vector, type) : number;
  }

  private static int bit(SqlType type, @Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    throw ValueFault.misfit(type, value);
  }

  private static byte[] bytes(SqlType type, boolean bignum, @Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    } else if (bignum && value instanceof Number number) {
      BigDecimal exact = ExactNumbers.exact(number);
      if (exact == null || exact.stripTrailingZeros().scale() > 0) {
        throw ValueFault.inexact(type, number);
      }
      return Bignum.write(exact.toBigIntegerExact());
    }
    throw ValueFault.misfit(type, value);
  }

  private static @Nullable Writer<Object> number(FieldVector vector, SqlType type) {
    LongWriter longs = LongWriter.of(vector, type);
    if (longs != null) {
      return integer(vector, type, longs);
    } else if (vector instanceof Float8Vector real) {
      return (row, value) -> real.setSafe(row, real(type, value));
    } else if (vector instanceof Float4Vector real) {
      return (row, value) -> real.setSafe(row, (float) real(type, value));
    } else if (vector instanceof DecimalVector decimal) {
      int precision = decimal.getPrecision();
      int scale = decimal.getScale();
      return (row, value) -> {
        BigDecimal exact = ExactNumbers.decimal(number(type, value), precision, scale);
        if (exact == null) {
          throw ValueFault.inexact(type, value);
        }
        decimal.setSafe(row, exact);
      };
    }
    return null;
  }

  /** {@code value} as a floating-point number that is finite in {@code type} if it is. */
  private static double real(SqlType type, @Nullable Object value) {
    Number number = number(type, value);
    double wide = number.doubleValue();
    boolean finite =
        !(number instanceof Double || number instanceof Float) || Double.isFinite(wide);
    double held = type.equals(SqlType.FLOAT) ? (float) wide : wide;
    if (finite && Double.isInfinite(held)) {
      throw ValueFault.inexact(type, number);
    }
    return wide;
  }

  private static Number number(SqlType type, @Nullable Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw ValueFault.misfit(type, value);
  }

  private static Writer<Object> integer(FieldVector vector, SqlType type, LongWriter longs) {
    UInt8Vector unsigned = vector instanceof UInt8Vector wide ? wide : null;
    boolean truth = type.sql().equals("BOOLEAN");
    return (row, value) -> {
      if (truth && value instanceof Boolean flag) {
        longs.set(row, flag ? 1 : 0);
        return;
      }
      if (value instanceof Long
          || value instanceof Integer
          || value instanceof Short
          || value instanceof Byte) {
        longs.set(row, ((Number) value).longValue());
        return;
      }
      BigInteger whole = ExactNumbers.integer(number(type, value), 64, unsigned == null);
      if (whole == null) {
        throw ValueFault.inexact(type, value);
      } else if (unsigned != null) {
        unsigned.setSafe(row, whole.longValue());
      } else {
        longs.set(row, whole.longValue());
      }
    };
  }

  private static byte[] fixed(SqlType type, int width, @Nullable Object value) {
    if (value instanceof byte[] bytes && bytes.length == width) {
      return bytes;
    } else if (value instanceof UUID uuid && width == WIDE_BYTES) {
      return ByteBuffer.allocate(WIDE_BYTES)
          .putLong(uuid.getMostSignificantBits())
          .putLong(uuid.getLeastSignificantBits())
          .array();
    } else if (value instanceof Number number && width == WIDE_BYTES) {
      BigInteger huge = ExactNumbers.huge(number, !type.equals(SqlType.UHUGEINT));
      if (huge == null) {
        throw ValueFault.inexact(type, number);
      }
      return HugeInts.write(huge, WIDE_BYTES);
    } else if (value instanceof OffsetTime time) {
      return bits(OffsetTimes.write(time));
    } else if (value instanceof Ticks ticks && ticks.type().equals(type)) {
      return bits(ticks.count());
    }
    throw ValueFault.misfit(type, value);
  }

  private static byte[] bits(long timeTz) {
    return ByteBuffer.allocate(Long.BYTES).putLong(Long.reverseBytes(timeTz)).array();
  }

  /** Collections, whose elements {@code element} writes. */
  static Writer<Object> list(FieldVector vector, SqlType type, Writer<Object> element) {
    ListVector list = vector instanceof ListVector any ? any : null;
    FixedSizeListVector array = vector instanceof FixedSizeListVector any ? any : null;
    return (row, value) -> {
      if (!(value instanceof Collection<?> elements)) {
        throw ValueFault.misfit(type, value);
      } else if (array != null && elements.size() != array.getListSize()) {
        throw new ValueFault(type + " cannot hold " + elements.size() + " elements");
      }
      int at =
          list != null ? list.startNewValue(row) : array == null ? 0 : array.startNewValue(row);
      for (Object one : elements) {
        element.set(at++, one);
      }
      if (list != null) {
        list.endValue(row, elements.size());
      }
    };
  }

  /** Maps, whose keys and values are written by {@code keys} and {@code values}. */
  static Writer<Object> map(
      MapVector map, SqlType type, Writer<Object> keys, Writer<Object> values) {
    StructVector pairs = (StructVector) map.getDataVector();
    return (row, value) -> {
      if (!(value instanceof Map<?, ?> entries)) {
        throw ValueFault.misfit(type, value);
      }
      int at = map.startNewValue(row);
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        if (entry.getKey() == null) {
          throw new ValueFault("a MAP cannot have the key NULL");
        }
        pairs.setIndexDefined(at);
        keys.set(at, entry.getKey());
        values.set(at++, entry.getValue());
      }
      map.endValue(row, entries.size());
    };
  }

  private static Writer<Object> struct(StructVector struct, SqlType type) {
    List<FieldVector> vectors = struct.getChildrenFromFields();
    List<Writer<Object>> writers = members(vectors, type);
    return (row, value) -> {
      Map<?, ?> members = members(type, value);
      struct.setIndexDefined(row);
      for (int i = 0; i < writers.size(); i++) {
        writers.get(i).set(row, members.get(vectors.get(i).getName()));
      }
    };
  }

  /** The members of a struct or union that came as a map or as a record. */
  private static Map<?, ?> members(SqlType type, @Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return members;
    } else if (value instanceof Record record && !(record instanceof Ticks)) {
      return new FormDerivation().record(record.getClass(), type, "A value").to(record);
    }
    throw ValueFault.misfit(type, value);
  }

  private static List<Writer<Object>> members(List<FieldVector> vectors, SqlType type) {
    List<Writer<Object>> writers = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      writers.add(natural(vectors.get(i), SqlType.of(type.children().get(i))));
    }
    return writers;
  }

  /** Maps of the active member: the first one that is not null, or the only one. */
  private static Writer<Object> union(UnionVector union, SqlType type) {
    List<FieldVector> vectors = union.getChildrenFromFields();
    List<Writer<Object>> writers = members(vectors, type);
    int[] ids = VectorReaders.ids(type.field(""));
    return (row, value) -> {
      Map<?, ?> members = value == null ? Map.of() : members(type, value);
      int chosen = -1;
      for (int i = 0; i < vectors.size(); i++) {
        String name = vectors.get(i).getName();
        if (members.get(name) != null || (members.size() == 1 && members.containsKey(name))) {
          chosen = i;
          break;
        }
      }
      if (chosen < 0 && members.size() == 1) {
        throw new ValueFault(type + " has no member '" + members.keySet().iterator().next() + "'");
      }
      int member = Math.max(chosen, 0);
      select(union, ids, row, member);
      writers.get(member).set(row, chosen < 0 ? null : members.get(vectors.get(member).getName()));
    };
  }

  /** Makes {@code member} the one that {@code row} has. */
  static void select(UnionVector union, int[] ids, int row, int member) {
    while (union.getTypeBuffer().capacity() <= row) {
      union.reAlloc();
    }
    // UnionVector.setType writes Arrow's own numbers, not the members' ids
    union.getTypeBuffer().setByte(row, ids[member]);
  }
}
