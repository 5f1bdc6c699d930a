package io.vgi.example.table;

import io.vgi.rpc.VgiException;
import io.vgi.type.Ticks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.jspecify.annotations.Nullable;

/** Writes the natural Java values of arguments into vectors of the same type. */
public final class NaturalValue {
  private NaturalValue() {}

  /** Puts {@code value} at {@code row}; null leaves the row NULL. */
  public static void set(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (value instanceof Number number) {
      setNumber(vector, row, number);
    } else if (vector instanceof VarCharVector text) {
      Text.set(text, row, value.toString());
    } else if (vector instanceof BitVector bits && value instanceof Boolean flag) {
      bits.setSafe(row, flag ? 1 : 0);
    } else if (vector instanceof BaseIntVector bytes && value instanceof Boolean flag) {
      // a BOOLEAN that takes a byte, as the engine's lossless conversion writes it
      bytes.setWithPossibleTruncate(row, flag ? 1 : 0);
    } else if (vector instanceof VarBinaryVector blob && value instanceof byte[] bytes) {
      blob.setSafe(row, bytes);
    } else if (vector instanceof FixedSizeBinaryVector fixed) {
      fixed.setSafe(row, value instanceof UUID uuid ? bytes(uuid) : (byte[]) value);
    } else if (value instanceof List<?> elements) {
      setList(vector, row, elements);
    } else if (value instanceof Map<?, ?> members) {
      setMembers(vector, row, members);
    } else {
      setTemporal(vector, row, value);
    }
  }

  private static void setNumber(FieldVector vector, int row, Number number) {
    if (vector instanceof BaseIntVector ints) {
      ints.setWithPossibleTruncate(row, number.longValue());
    } else if (vector instanceof Float8Vector real) {
      real.setSafe(row, number.doubleValue());
    } else if (vector instanceof Float4Vector real) {
      real.setSafe(row, number.floatValue());
    } else if (vector instanceof DecimalVector decimal && number instanceof BigDecimal exact) {
      decimal.setSafe(row, exact);
    } else if (vector instanceof FixedSizeBinaryVector huge && number instanceof BigInteger big) {
      huge.setSafe(row, bytes(big));
    } else {
      throw unknown(vector);
    }
  }

  private static void setTemporal(FieldVector vector, int row, Object value) {
    if (vector instanceof DateDayVector dates && value instanceof LocalDate date) {
      dates.setSafe(row, Math.toIntExact(date.toEpochDay()));
    } else if (vector instanceof TimeMicroVector times && value instanceof Ticks ticks) {
      times.setSafe(row, ticks.count());
    } else if (vector instanceof TimeNanoVector times && value instanceof Ticks ticks) {
      times.setSafe(row, ticks.count());
    } else if (vector instanceof TimeStampVector stamps && value instanceof Ticks ticks) {
      stamps.setSafe(row, ticks.count());
    } else if (vector instanceof TimeMicroVector times && value instanceof LocalTime time) {
      times.setSafe(row, TimeUnit.NANOSECONDS.toMicros(time.toNanoOfDay()));
    } else if (vector instanceof TimeNanoVector times && value instanceof LocalTime time) {
      times.setSafe(row, time.toNanoOfDay());
    } else if (vector instanceof TimeStampVector stamps) {
      Instant instant =
          value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : (Instant) value;
      stamps.setSafe(row, ticks(stamps, instant));
    } else if (vector instanceof IntervalMonthDayNanoVector intervals
        && value instanceof PeriodDuration interval) {
      intervals.setSafe(
          row,
          Math.toIntExact(interval.getPeriod().toTotalMonths()),
          Math.toIntExact(interval.getPeriod().get(ChronoUnit.DAYS)),
          interval.getDuration().toNanos());
    } else {
      throw unknown(vector);
    }
  }

  private static long ticks(TimeStampVector vector, Instant instant) {
    long perSecond =
        switch (vector.getMinorType()) {
          case TIMESTAMPSEC, TIMESTAMPSECTZ -> 1L;
          case TIMESTAMPMILLI, TIMESTAMPMILLITZ -> 1_000L;
          case TIMESTAMPMICRO, TIMESTAMPMICROTZ -> 1_000_000L;
          case TIMESTAMPNANO, TIMESTAMPNANOTZ -> 1_000_000_000L;
          default -> throw unknown(vector);
        };
    return instant.getEpochSecond() * perSecond + instant.getNano() / (1_000_000_000L / perSecond);
  }

  private static void setList(FieldVector vector, int row, List<?> elements) {
    if (vector instanceof ListVector list) {
      int at = list.startNewValue(row);
      for (Object element : elements) {
        set(list.getDataVector(), at++, element);
      }
      list.endValue(row, elements.size());
    } else if (vector instanceof FixedSizeListVector list) {
      int at = list.startNewValue(row);
      for (Object element : elements) {
        set(list.getDataVector(), at++, element);
      }
    } else {
      throw unknown(vector);
    }
  }

  private static void setMembers(FieldVector vector, int row, Map<?, ?> members) {
    if (vector instanceof MapVector map) {
      int at = map.startNewValue(row);
      StructVector entries = (StructVector) map.getDataVector();
      for (Map.Entry<?, ?> entry : members.entrySet()) {
        entries.setIndexDefined(at);
        set(entries.getChildrenFromFields().get(0), at, entry.getKey());
        set(entries.getChildrenFromFields().get(1), at, entry.getValue());
        at++;
      }
      map.endValue(row, members.size());
    } else if (vector instanceof StructVector struct) {
      struct.setIndexDefined(row);
      Iterator<?> values = members.values().iterator();
      for (FieldVector member : struct.getChildrenFromFields()) {
        set(member, row, values.next());
      }
    } else if (vector instanceof UnionVector union) {
      setUnion(union, row, members);
    } else {
      throw unknown(vector);
    }
  }

  /** The one member given; its position is the type id. */
  private static void setUnion(UnionVector union, int row, Map<?, ?> member) {
    while (union.getValueCapacity() <= row) {
      union.reAlloc();
    }
    List<FieldVector> children = union.getChildrenFromFields();
    for (int i = 0; i < children.size(); i++) {
      if (member.containsKey(children.get(i).getName())) {
        union.getTypeBuffer().setByte(row, i);
        set(children.get(i), row, member.get(children.get(i).getName()));
      }
    }
  }

  private static byte[] bytes(UUID uuid) {
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  /** Two's complement in 16 bytes, the lowest first. */
  private static byte[] bytes(BigInteger value) {
    byte[] bytes = new byte[16];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  private static VgiException unknown(FieldVector vector) {
    return VgiException.unsupported(
        "Constants of the type of column '" + vector.getName() + "' are not supported");
  }
}
