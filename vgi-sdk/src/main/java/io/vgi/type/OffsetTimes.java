package io.vgi.type;

import io.vgi.internal.order.TimeTzOrder;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;

/** DuckDB's form of a TIMETZ: microseconds, then 24 bits of what the offset lacks to 15:59:59. */
final class OffsetTimes {
  private static final int MAX_OFFSET = 16 * 60 * 60 - 1;
  private static final int OFFSET_BITS = 24;
  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private OffsetTimes() {}

  /** An OffsetTime, or the bits of a time such as 24:00:00+00. */
  static Object read(long bits) {
    long micros = bits >>> OFFSET_BITS;
    if (micros >= MICROS_PER_DAY) {
      return new Ticks(bits, SqlType.TIMETZ);
    }
    int offset = MAX_OFFSET - (int) (bits & OFFSET_MASK);
    return OffsetTime.of(LocalTime.ofNanoOfDay(micros * 1_000), ZoneOffset.ofTotalSeconds(offset));
  }

  static long write(OffsetTime time) {
    int offset = time.getOffset().getTotalSeconds();
    if (Math.abs(offset) > MAX_OFFSET) {
      throw ValueFault.inexact(SqlType.TIMETZ, time);
    }
    return ((time.toLocalTime().toNanoOfDay() / 1_000) << OFFSET_BITS) | (MAX_OFFSET - offset);
  }

  /** The number by which DuckDB orders them. */
  static long key(Object value) {
    return TimeTzOrder.key(
        value instanceof Ticks ticks ? ticks.count() : write((OffsetTime) value));
  }
}
