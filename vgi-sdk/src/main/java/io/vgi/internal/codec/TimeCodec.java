package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The values of java.time. */
enum TimeCodec implements ValueCodec {
  INSTANT,
  DATE,
  TIME,
  DATE_TIME,
  OFFSET_DATE_TIME,
  OFFSET_TIME,
  ZONED_DATE_TIME,
  OFFSET,
  ZONE,
  DURATION,
  PERIOD,
  YEAR,
  YEAR_MONTH;

  /** The codec of {@code type}; null when it is another type. */
  static @Nullable TimeCodec of(Class<?> type) {
    return switch (type.getName()) {
      case "java.time.Instant" -> INSTANT;
      case "java.time.LocalDate" -> DATE;
      case "java.time.LocalTime" -> TIME;
      case "java.time.LocalDateTime" -> DATE_TIME;
      case "java.time.OffsetDateTime" -> OFFSET_DATE_TIME;
      case "java.time.OffsetTime" -> OFFSET_TIME;
      case "java.time.ZonedDateTime" -> ZONED_DATE_TIME;
      case "java.time.ZoneOffset" -> OFFSET;
      case "java.time.ZoneId" -> ZONE;
      case "java.time.Duration" -> DURATION;
      case "java.time.Period" -> PERIOD;
      case "java.time.Year" -> YEAR;
      case "java.time.YearMonth" -> YEAR_MONTH;
      default -> null;
    };
  }

  @Override
  public void write(Object value, DataOutput out) throws IOException {
    switch (this) {
      case INSTANT -> {
        Instant instant = (Instant) value;
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
      }
      case DATE -> out.writeLong(((LocalDate) value).toEpochDay());
      case TIME -> out.writeLong(((LocalTime) value).toNanoOfDay());
      case DATE_TIME -> dateTime((LocalDateTime) value, out);
      case OFFSET_DATE_TIME -> {
        OffsetDateTime time = (OffsetDateTime) value;
        dateTime(time.toLocalDateTime(), out);
        out.writeInt(time.getOffset().getTotalSeconds());
      }
      case OFFSET_TIME -> {
        OffsetTime time = (OffsetTime) value;
        out.writeLong(time.toLocalTime().toNanoOfDay());
        out.writeInt(time.getOffset().getTotalSeconds());
      }
      case ZONED_DATE_TIME -> {
        ZonedDateTime time = (ZonedDateTime) value;
        dateTime(time.toLocalDateTime(), out);
        out.writeInt(time.getOffset().getTotalSeconds());
        ScalarCodec.text(time.getZone().getId(), out);
      }
      case OFFSET -> out.writeInt(((ZoneOffset) value).getTotalSeconds());
      case ZONE -> ScalarCodec.text(((ZoneId) value).getId(), out);
      case DURATION -> {
        Duration duration = (Duration) value;
        out.writeLong(duration.getSeconds());
        out.writeInt(duration.getNano());
      }
      case PERIOD -> {
        Period period = (Period) value;
        out.writeInt(period.getYears());
        out.writeInt(period.getMonths());
        out.writeInt(period.getDays());
      }
      case YEAR -> out.writeInt(((Year) value).getValue());
      default -> {
        YearMonth month = (YearMonth) value;
        out.writeInt(month.getYear());
        out.writeInt(month.getMonthValue());
      }
    }
  }

  @Override
  public Object read(DataInput in) throws IOException {
    return switch (this) {
      case INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case DATE -> LocalDate.ofEpochDay(in.readLong());
      case TIME -> LocalTime.ofNanoOfDay(in.readLong());
      case DATE_TIME -> dateTime(in);
      case OFFSET_DATE_TIME -> OffsetDateTime.of(dateTime(in), offset(in));
      case OFFSET_TIME -> OffsetTime.of(LocalTime.ofNanoOfDay(in.readLong()), offset(in));
      case ZONED_DATE_TIME -> {
        LocalDateTime time = dateTime(in);
        ZoneOffset offset = offset(in);
        yield ZonedDateTime.ofInstant(time, offset, ZoneId.of(ScalarCodec.text(in)));
      }
      case OFFSET -> offset(in);
      case ZONE -> ZoneId.of(ScalarCodec.text(in));
      case DURATION -> Duration.ofSeconds(in.readLong(), in.readInt());
      case PERIOD -> Period.of(in.readInt(), in.readInt(), in.readInt());
      case YEAR -> Year.of(in.readInt());
      default -> YearMonth.of(in.readInt(), in.readInt());
    };
  }

  private static void dateTime(LocalDateTime value, DataOutput out) throws IOException {
    out.writeLong(value.toLocalDate().toEpochDay());
    out.writeLong(value.toLocalTime().toNanoOfDay());
  }

  private static LocalDateTime dateTime(DataInput in) throws IOException {
    LocalDate date = LocalDate.ofEpochDay(in.readLong());
    return LocalDateTime.of(date, LocalTime.ofNanoOfDay(in.readLong()));
  }

  private static ZoneOffset offset(DataInput in) throws IOException {
    return ZoneOffset.ofTotalSeconds(in.readInt());
  }
}
