package io.vgi.type;

import io.vgi.internal.number.Bignum;
import io.vgi.internal.number.ExactNumbers;
import io.vgi.type.ValueCodec.Reader;
import io.vgi.type.ValueCodec.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Values that are one object: numbers, text, bytes, dates and times. */
final class PlainForm extends JavaForm {
  private static final int HOURS_PER_DAY = 24;

  private final Class<?> java;
  private final boolean isNatural;

  PlainForm(SqlType type, Class<?> java) {
    super(type);
    this.java = java;
    this.isNatural =
        java != OffsetDateTime.class
            && java != Duration.class
            && java != Period.class
            && (java != String.class || !type.equals(SqlType.UUID));
  }

  @Override
  Reader<Object> reader(FieldVector vector, Field field) {
    if (java == Long.class && vector instanceof BigIntVector ints) {
      return row -> ints.isNull(row) ? null : (Object) ints.get(row);
    } else if (java == Integer.class && vector instanceof IntVector ints) {
      return row -> ints.isNull(row) ? null : (Object) ints.get(row);
    } else if (java == Double.class && vector instanceof Float8Vector real) {
      return row -> real.isNull(row) ? null : (Object) real.get(row);
    }
    return super.reader(vector, field);
  }

  @Override
  Writer<Object> writer(FieldVector vector, SqlType into) {
    if (java == Long.class && vector instanceof BigIntVector ints) {
      return VectorWriters.orNull(ints, (row, value) -> ints.setSafe(row, (Long) value));
    } else if (java == Integer.class && vector instanceof IntVector ints) {
      return VectorWriters.orNull(ints, (row, value) -> ints.setSafe(row, (Integer) value));
    } else if (java == Double.class && vector instanceof Float8Vector real) {
      return VectorWriters.orNull(real, (row, value) -> real.setSafe(row, (Double) value));
    }
    // what is natural already is checked by who writes it
    return isNatural ? VectorWriters.natural(vector, into) : super.writer(vector, into);
  }

  @Override
  Object from(Object natural) {
    if (java.isInstance(natural)) {
      return natural;
    }
    Object value = convert(natural);
    if (value == null) {
      throw ValueFault.unreadable(java.getSimpleName(), natural);
    }
    return value;
  }

  private @Nullable Object convert(Object natural) {
    if (natural instanceof Number number) {
      return java == String.class
          ? number.toString()
          : java == byte[].class && number instanceof BigInteger whole
              ? Bignum.write(whole)
              : number(number);
    } else if (java == String.class) {
      return natural.toString();
    } else if (java == UUID.class && natural instanceof String text) {
      return uuid(text);
    } else if (java == OffsetDateTime.class && natural instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    } else if (natural instanceof PeriodDuration span) {
      return span(span);
    }
    return null;
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException other) {
      throw ValueFault.unreadable("UUID", text);
    }
  }

  private @Nullable Object span(PeriodDuration span) {
    Period days = span.getPeriod();
    if (java == Duration.class && days.toTotalMonths() == 0) {
      return span.getDuration().plusHours(days.get(ChronoUnit.DAYS) * HOURS_PER_DAY);
    }
    return java == Period.class && span.getDuration().isZero() ? days : null;
  }

  private @Nullable Object number(Number number) {
    if (java == Double.class) {
      return number.doubleValue();
    } else if (java == Float.class) {
      return real(number);
    }
    BigDecimal exact = ExactNumbers.exact(number);
    if (exact == null) {
      return null;
    }
    try {
      return exactly(exact);
    } catch (ArithmeticException lossy) {
      return null;
    }
  }

  /** FLOAT is read as double; a wider number may not be one. */
  private static @Nullable Object real(Number number) {
    float narrow = number.floatValue();
    boolean same =
        !(number instanceof Double wide) || wide.isNaN() || (double) narrow == wide.doubleValue();
    return same ? narrow : null;
  }

  private @Nullable Object exactly(BigDecimal exact) {
    if (java == Long.class) {
      return exact.longValueExact();
    } else if (java == Integer.class) {
      return exact.intValueExact();
    } else if (java == Short.class) {
      return exact.shortValueExact();
    } else if (java == Byte.class) {
      return exact.byteValueExact();
    } else if (java == BigInteger.class) {
      return exact.toBigIntegerExact();
    }
    return java == BigDecimal.class ? exact : null;
  }

  @Override
  Object to(Object value) {
    if (value instanceof OffsetDateTime moment) {
      return moment.toInstant();
    } else if (value instanceof Duration time) {
      return new PeriodDuration(Period.ZERO, time);
    } else if (value instanceof Period days) {
      return new PeriodDuration(days, Duration.ZERO);
    } else if (value instanceof String text && type().equals(SqlType.UUID)) {
      return uuid(text);
    } else if (!java.isInstance(value)) {
      throw ValueFault.misfit(type(), value);
    } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return value instanceof Float real ? (Object) real.doubleValue() : value;
  }

  @Override
  int compare(Object left, Object right) {
    return NaturalForm.leaves(to(left), to(right));
  }
}
