package io.vgi.internal.sample;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.jspecify.annotations.Nullable;

/** Writes the values of a {@link SampleType} into vectors, row after row. */
public final class VectorWriter {
  private VectorWriter() {}

  public static void write(FieldVector vector, int row, @Nullable Object value) {
    if (vector instanceof UnionVector union) {
      union(union, row, value);
    } else if (value == null) {
      writeNull(vector, row);
    } else if (value instanceof List<?> members) {
      nested(vector, row, members);
    } else if (value instanceof BigInteger whole) {
      whole(vector, row, whole);
    } else if (value instanceof Double real) {
      real(vector, row, real);
    } else if (value instanceof Long units) {
      temporal(vector, row, units);
    } else {
      other(vector, row, value);
    }
  }

  private static void writeNull(FieldVector vector, int row) {
    if (vector instanceof ListVector list) {
      list.startNewValue(row);
      list.endValue(row, 0);
    }
    while (vector.getValueCapacity() <= row) {
      vector.reAlloc();
    }
    vector.setNull(row);
  }

  private static void whole(FieldVector vector, int row, BigInteger whole) {
    if (vector instanceof TinyIntVector v) {
      v.setSafe(row, whole.intValue());
    } else if (vector instanceof SmallIntVector v) {
      v.setSafe(row, whole.intValue());
    } else if (vector instanceof IntVector v) {
      v.setSafe(row, whole.intValue());
    } else if (vector instanceof BigIntVector v) {
      v.setSafe(row, whole.longValue());
    } else if (vector instanceof UInt1Vector v) {
      v.setSafe(row, whole.intValue());
    } else if (vector instanceof UInt2Vector v) {
      v.setSafe(row, whole.intValue());
    } else if (vector instanceof UInt4Vector v) {
      v.setSafe(row, whole.intValue());
    } else if (vector instanceof UInt8Vector v) {
      v.setSafe(row, whole.longValue());
    } else {
      byte[] bytes = new byte[16];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = whole.shiftRight(8 * i).byteValue();
      }
      ((FixedSizeBinaryVector) vector).setSafe(row, bytes);
    }
  }

  private static void real(FieldVector vector, int row, double real) {
    if (vector instanceof Float4Vector v) {
      v.setSafe(row, (float) real);
    } else {
      ((Float8Vector) vector).setSafe(row, real);
    }
  }

  private static void temporal(FieldVector vector, int row, long units) {
    if (vector instanceof DateDayVector v) {
      v.setSafe(row, (int) units);
    } else if (vector instanceof TimeMicroVector v) {
      v.setSafe(row, units);
    } else if (vector instanceof TimeNanoVector v) {
      v.setSafe(row, units);
    } else {
      ((TimeStampVector) vector).setSafe(row, units);
    }
  }

  private static void other(FieldVector vector, int row, Object value) {
    if (vector instanceof BitVector v) {
      v.setSafe(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof DecimalVector v) {
      v.setSafe(row, (BigDecimal) value);
    } else if (vector instanceof VarCharVector v) {
      v.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof VarBinaryVector v) {
      v.setSafe(row, (byte[]) value);
    } else if (vector instanceof IntervalMonthDayNanoVector v) {
      int[] parts = (int[]) value;
      v.setSafe(row, parts[0], parts[1], parts[2] * 3_600_000_000_000L);
    } else if (value instanceof UUID uuid) {
      byte[] bytes = new byte[16];
      for (int i = 0; i < 8; i++) {
        bytes[i] = (byte) (uuid.getMostSignificantBits() >> (56 - 8 * i));
        bytes[8 + i] = (byte) (uuid.getLeastSignificantBits() >> (56 - 8 * i));
      }
      ((FixedSizeBinaryVector) vector).setSafe(row, bytes);
    } else {
      ((FixedSizeBinaryVector) vector).setSafe(row, timeTz((String) value));
    }
  }

  /** DuckDB's form: microseconds, then 24 bits of the offset, the greatest first. */
  private static byte[] timeTz(String text) {
    long micros = Integer.parseInt(text.substring(0, 2)) * 3_600_000_000L;
    int offset = Integer.parseInt(text.substring(8)) * 3600;
    long bits = (micros << 24) | (16 * 60 * 60 - 1 - offset);
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (bits >>> (8 * i));
    }
    return bytes;
  }

  private static void nested(FieldVector vector, int row, List<?> members) {
    if (vector instanceof MapVector map) {
      int start = map.startNewValue(row);
      StructVector entries = (StructVector) map.getDataVector();
      for (int i = 0; i < members.size(); i += 2) {
        entries.setIndexDefined(start + i / 2);
        write(entries.getChildrenFromFields().get(0), start + i / 2, members.get(i));
        write(entries.getChildrenFromFields().get(1), start + i / 2, members.get(i + 1));
      }
      map.endValue(row, members.size() / 2);
    } else if (vector instanceof ListVector list) {
      int start = list.startNewValue(row);
      for (int i = 0; i < members.size(); i++) {
        write(list.getDataVector(), start + i, members.get(i));
      }
      list.endValue(row, members.size());
    } else if (vector instanceof FixedSizeListVector list) {
      int start = list.startNewValue(row);
      for (int i = 0; i < members.size(); i++) {
        write(list.getDataVector(), start + i, members.get(i));
      }
    } else {
      StructVector struct = (StructVector) vector;
      struct.setIndexDefined(row);
      for (int i = 0; i < members.size(); i++) {
        write(struct.getChildrenFromFields().get(i), row, members.get(i));
      }
    }
  }

  private static void union(UnionVector union, int row, @Nullable Object value) {
    while (union.getValueCapacity() <= row) {
      union.reAlloc();
    }
    int member = value == null ? 0 : (Integer) ((Object[]) value)[0];
    union.getTypeBuffer().setByte(row, member);
    write(
        union.getChildrenFromFields().get(member),
        row,
        value == null ? null : ((Object[]) value)[1]);
  }
}
