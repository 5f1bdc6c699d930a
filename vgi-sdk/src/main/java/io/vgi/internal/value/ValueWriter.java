package io.vgi.internal.value;

import io.vgi.internal.number.ExactNumbers;
import io.vgi.internal.number.HugeInts;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import io.vgi.type.Ticks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.NullVector;
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
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Writes single values, such as constants and bounds, into vectors. Values are as callbacks get
 * them: a number for every number, text, bytes, {@code java.time} for dates and times, lists, maps,
 * and maps or records for structs and unions.
 */
public final class ValueWriter {
  private static final int HUGEINT_BYTES = 16;

  private ValueWriter() {}

  /** One row of {@code values} as a nested stream, a column for each of {@code fields}. */
  public static byte[] row(
      List<Field> fields, List<? extends @Nullable Object> values, BufferAllocator allocator) {
    return rows(fields, List.of(values), allocator);
  }

  /** {@code rows} as a nested stream, a column for each of {@code fields}. */
  public static byte[] rows(
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
        for (int row = 0; row < rows.size(); row++) {
          write(column, row, rows.get(row).get(i));
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

  /** Puts {@code value} at {@code row}. */
  public static void write(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      if (!(vector instanceof NullVector) && !(vector instanceof UnionVector)) {
        vector.setNull(row);
      }
    } else if (vector instanceof VarCharVector text) {
      text.setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Number number && !(vector instanceof FixedSizeBinaryVector)) {
      number(vector, row, number);
    } else if (vector instanceof BitVector bits && value instanceof Boolean flag) {
      bits.setSafe(row, flag ? 1 : 0);
    } else if (vector instanceof VarBinaryVector blob && value instanceof byte[] bytes) {
      blob.setSafe(row, bytes);
    } else if (vector instanceof FixedSizeBinaryVector fixed) {
      fixed.setSafe(row, fixed(fixed, value));
    } else if (value instanceof List<?> elements) {
      list(vector, row, elements);
    } else if (value instanceof Record members && !(value instanceof Ticks)) {
      write(vector, row, JavaValues.members(members));
    } else if (vector instanceof MapVector map && value instanceof Map<?, ?> entries) {
      map(map, row, entries);
    } else if (vector instanceof UnionVector union && value instanceof Map<?, ?> members) {
      union(union, row, members);
    } else if (vector instanceof StructVector struct && value instanceof Map<?, ?> members) {
      struct.setIndexDefined(row);
      for (FieldVector member : struct.getChildrenFromFields()) {
        write(member, row, members.get(member.getName()));
      }
    } else {
      temporal(vector, row, value);
    }
  }

  private static void number(FieldVector vector, int row, Number number) {
    if (vector instanceof BaseIntVector ints) {
      while (row >= vector.getValueCapacity()) {
        ((BaseFixedWidthVector) vector).reAlloc();
      }
      ArrowType.Int type = (ArrowType.Int) vector.getField().getType();
      BigInteger whole = ExactNumbers.integer(number, type.getBitWidth(), type.getIsSigned());
      ints.setWithPossibleTruncate(row, fitting(vector, number, whole).longValue());
    } else if (vector instanceof Float8Vector real) {
      real.setSafe(row, number.doubleValue());
    } else if (vector instanceof Float4Vector real) {
      real.setSafe(row, number.floatValue());
    } else if (vector instanceof DecimalVector decimal) {
      BigDecimal exact = ExactNumbers.decimal(number, decimal.getPrecision(), decimal.getScale());
      decimal.setSafe(row, fitting(vector, number, exact));
    } else {
      throw misfit(vector, number);
    }
  }

  private static <T extends Number> T fitting(
      FieldVector vector, Number number, @Nullable T exact) {
    if (exact == null) {
      throw new IllegalArgumentException(
          SqlType.of(vector.getField()) + " cannot hold " + number + " exactly");
    }
    return exact;
  }

  private static byte[] fixed(FixedSizeBinaryVector vector, Object value) {
    if (value instanceof byte[] bytes && bytes.length == vector.getByteWidth()) {
      return bytes;
    } else if (value instanceof UUID uuid) {
      return ByteBuffer.allocate(HUGEINT_BYTES)
          .putLong(uuid.getMostSignificantBits())
          .putLong(uuid.getLeastSignificantBits())
          .array();
    } else if (value instanceof Number number && vector.getByteWidth() == HUGEINT_BYTES) {
      boolean signed = !SqlType.of(vector.getField()).equals(SqlType.UHUGEINT);
      BigInteger huge = fitting(vector, number, ExactNumbers.huge(number, signed));
      return HugeInts.write(huge, HUGEINT_BYTES);
    }
    throw misfit(vector, value);
  }

  private static void list(FieldVector vector, int row, List<?> elements) {
    FieldVector items;
    int at;
    if (vector instanceof ListVector list) {
      items = list.getDataVector();
      at = list.startNewValue(row);
      list.endValue(row, elements.size());
    } else if (vector instanceof FixedSizeListVector list
        && list.getListSize() == elements.size()) {
      items = list.getDataVector();
      at = list.startNewValue(row);
    } else {
      throw misfit(vector, elements);
    }
    for (Object element : elements) {
      write(items, at++, element);
    }
    items.setValueCount(Math.max(at, items.getValueCount()));
  }

  private static void map(MapVector map, int row, Map<?, ?> entries) {
    StructVector pairs = (StructVector) map.getDataVector();
    int at = map.startNewValue(row);
    map.endValue(row, entries.size());
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      pairs.setIndexDefined(at);
      write(pairs.getChildrenFromFields().get(0), at, entry.getKey());
      write(pairs.getChildrenFromFields().get(1), at++, entry.getValue());
    }
    pairs.setValueCount(Math.max(at, pairs.getValueCount()));
  }

  /** The member that is there; which one it is, is part of the value. */
  private static void union(UnionVector union, int row, Map<?, ?> members) {
    List<FieldVector> vectors = union.getChildrenFromFields();
    for (int i = 0; i < vectors.size(); i++) {
      Object value = members.get(vectors.get(i).getName());
      if (value != null) {
        while (union.getTypeBuffer().capacity() <= row) {
          union.reAlloc();
        }
        union.getTypeBuffer().setByte(row, i);
        write(vectors.get(i), row, value);
        return;
      }
    }
  }

  private static void temporal(FieldVector vector, int row, Object value) {
    if (value instanceof Ticks ticks && SqlType.of(vector.getField()).equals(ticks.type())) {
      ticks(vector, row, ticks.count());
    } else if (vector instanceof DateDayVector dates && value instanceof LocalDate date) {
      dates.setSafe(row, Math.toIntExact(date.toEpochDay()));
    } else if (vector instanceof TimeMicroVector times && value instanceof LocalTime time) {
      times.setSafe(row, time.toNanoOfDay() / 1000);
    } else if (vector instanceof TimeNanoVector times && value instanceof LocalTime time) {
      times.setSafe(row, time.toNanoOfDay());
    } else if (vector instanceof TimeStampVector stamps && value instanceof LocalDateTime local) {
      stamps.setSafe(row, ticks(stamps, local.toInstant(ZoneOffset.UTC)));
    } else if (vector instanceof TimeStampVector stamps && value instanceof Instant instant) {
      stamps.setSafe(row, ticks(stamps, instant));
    } else if (vector instanceof IntervalMonthDayNanoVector spans
        && value instanceof PeriodDuration span) {
      Period days = span.getPeriod();
      spans.setSafe(
          row,
          Math.toIntExact(days.toTotalMonths()),
          Math.toIntExact(days.get(ChronoUnit.DAYS)),
          span.getDuration().toNanos());
    } else {
      throw misfit(vector, value);
    }
  }

  private static void ticks(FieldVector vector, int row, long count) {
    if (vector instanceof TimeMicroVector times) {
      times.setSafe(row, count);
    } else if (vector instanceof TimeNanoVector times) {
      times.setSafe(row, count);
    } else {
      ((TimeStampVector) vector).setSafe(row, count);
    }
  }

  private static long ticks(TimeStampVector vector, Instant instant) {
    long perSecond =
        switch (vector.getMinorType()) {
          case TIMESTAMPSEC, TIMESTAMPSECTZ -> 1L;
          case TIMESTAMPMILLI, TIMESTAMPMILLITZ -> 1_000L;
          case TIMESTAMPMICRO, TIMESTAMPMICROTZ -> 1_000_000L;
          default -> 1_000_000_000L;
        };
    return ExactNumbers.ticks(instant, perSecond);
  }

  private static IllegalArgumentException misfit(FieldVector vector, Object value) {
    return new IllegalArgumentException(
        "A " + value.getClass().getSimpleName() + " is not a " + SqlType.of(vector.getField()));
  }
}
