package io.vgi.type;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.util.Locale;
import org.apache.arrow.vector.PeriodDuration;

/** Intervals as DuckDB writes them: {@code 1 year 2 months -3 days 04:05:06.5}. */
final class IntervalTexts {
  private IntervalTexts() {}

  /** The text; without any part it is {@code 00:00:00}. */
  @SuppressWarnings("JavaPeriodGetDays") // months and days are told apart
  static String text(PeriodDuration span) {
    long months = span.getPeriod().toTotalMonths();
    StringBuilder text = new StringBuilder();
    part(text, months / 12, "year");
    part(text, months % 12, "month");
    part(text, span.getPeriod().getDays(), "day");
    Duration time = span.getDuration();
    if (!time.isZero() || text.length() == 0) {
      text.append(text.length() == 0 ? "" : " ").append(time.isNegative() ? "-" : "");
      Duration size = time.abs();
      text.append(size.toHours() < 10 ? "0" : "").append(size.toHours());
      // minutes, seconds and their fraction are those of a time of the day
      text.append(TimeTexts.text(LocalTime.MIN.plus(size)).substring(2));
    }
    return text.toString();
  }

  private static void part(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(text.length() == 0 ? "" : " ").append(count).append(' ').append(unit);
      text.append(Math.abs(count) == 1 ? "" : "s");
    }
  }

  /** Numbers with their units, and at most one time with colons, which is the last. */
  static PeriodDuration parse(String text) {
    String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
    long months = 0;
    long days = 0;
    Duration time = Duration.ZERO;
    for (int i = 0; i < words.length; i += 2) {
      if (words[i].indexOf(':') > 0 && i == words.length - 1) {
        time = time.plus(time(words[i]));
        break;
      } else if (i + 1 == words.length) {
        throw new DateTimeException("without a unit");
      }
      BigDecimal count = TextCodec.exact(words[i]);
      String unit = words[i + 1];
      switch (unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit) {
        case "year" ->
            months = Math.addExact(months, Math.multiplyExact(count.longValueExact(), 12L));
        case "month", "mon" -> months = Math.addExact(months, count.longValueExact());
        case "week" -> days = Math.addExact(days, Math.multiplyExact(count.longValueExact(), 7L));
        case "day" -> days = Math.addExact(days, count.longValueExact());
        case "hour" -> time = time.plus(seconds(count, 3600));
        case "minute", "min" -> time = time.plus(seconds(count, 60));
        case "second", "sec" -> time = time.plus(seconds(count, 1));
        case "millisecond" -> time = time.plus(seconds(count.movePointLeft(3), 1));
        case "microsecond" -> time = time.plus(seconds(count.movePointLeft(6), 1));
        default -> throw new DateTimeException(unit);
      }
    }
    return new PeriodDuration(
        Period.ofMonths(Math.toIntExact(months)).withDays(Math.toIntExact(days)), time);
  }

  private static Duration time(String text) {
    boolean negative = text.startsWith("-");
    String[] parts = (negative ? text.substring(1) : text).split(":", -1);
    BigDecimal seconds = parts.length < 3 ? BigDecimal.ZERO : TextCodec.exact(parts[2]);
    long minutes = Long.parseLong(parts[1]);
    if (parts.length > 3
        || minutes < 0
        || minutes > 59
        || seconds.signum() < 0
        || seconds.compareTo(BigDecimal.valueOf(60)) >= 0) {
      throw new DateTimeException(text);
    }
    Duration time =
        seconds(TextCodec.exact(parts[0]), 3600).plusMinutes(minutes).plus(seconds(seconds, 1));
    return negative ? time.negated() : time;
  }

  private static Duration seconds(BigDecimal count, int each) {
    BigDecimal seconds = count.multiply(BigDecimal.valueOf(each));
    // an interval has nanoseconds in 64 bits
    return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
  }
}
