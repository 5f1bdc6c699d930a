package io.vgi.type;

import io.vgi.internal.number.ExactNumbers;
import io.vgi.type.ValueCodec.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Writes dates, times and intervals into vectors; what is finer than the type is cut off. */
final class TemporalWriters {
  private TemporalWriters() {}

  static Writer<Object> of(FieldVector vector, SqlType type) {
    if (vector instanceof DateDayVector dates) {
      return (row, value) -> {
        if (!(value instanceof LocalDate date)) {
          throw ValueFault.misfit(type, value);
        }
        long day = date.toEpochDay();
        if (day != (int) day) {
          throw ValueFault.inexact(type, value);
        }
        dates.setSafe(row, (int) day);
      };
    } else if (vector instanceof TimeMicroVector times) {
      return (row, value) -> times.setSafe(row, time(type, value, 1_000));
    } else if (vector instanceof TimeNanoVector times) {
      return (row, value) -> times.setSafe(row, time(type, value, 1));
    } else if (vector instanceof TimeStampVector stamps
        && type.arrow() instanceof ArrowType.Timestamp arrow) {
      long perSecond = VectorReaders.perSecond(arrow.getUnit());
      return (row, value) -> stamps.setSafe(row, moment(type, value, perSecond));
    } else if (vector instanceof IntervalMonthDayNanoVector spans) {
      return (row, value) -> {
        if (!(value instanceof PeriodDuration span)) {
          throw ValueFault.misfit(type, value);
        }
        interval(spans, row, type, span);
      };
    }
    return (row, value) -> {
      throw ValueFault.misfit(type, value);
    };
  }

  private static long time(SqlType type, @Nullable Object value, long nanosPerTick) {
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay() / nanosPerTick;
    }
    return ticks(type, value);
  }

  private static long ticks(SqlType type, @Nullable Object value) {
    if (value instanceof Ticks ticks && ticks.type().equals(type)) {
      return ticks.count();
    }
    throw ValueFault.misfit(type, value);
  }

  private static long moment(SqlType type, @Nullable Object value, long perSecond) {
    Instant instant;
    if (value instanceof LocalDateTime local) {
      instant = local.toInstant(ZoneOffset.UTC);
    } else if (value instanceof Instant any) {
      instant = any;
    } else {
      return ticks(type, value);
    }
    try {
      return ExactNumbers.ticks(instant, perSecond);
    } catch (ArithmeticException beyond) {
      throw ValueFault.inexact(type, value);
    }
  }

  private static void interval(
      IntervalMonthDayNanoVector vector, int row, SqlType type, PeriodDuration span) {
    Period days = span.getPeriod();
    try {
      vector.setSafe(
          row,
          Math.toIntExact(days.toTotalMonths()),
          Math.toIntExact(days.get(ChronoUnit.DAYS)),
          span.getDuration().toNanos());
    } catch (ArithmeticException beyond) {
      throw ValueFault.inexact(type, span);
    }
  }
}
