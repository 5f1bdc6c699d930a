package io.vgi.type;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;

/** Dates and times as DuckDB writes them. */
final class TimeTexts {
  private static final String INFINITY = "infinity";
  private static final String BC = " (BC)";
  private static final LocalDate LAST_DAY = LocalDate.ofEpochDay(Integer.MAX_VALUE);
  private static final LocalDate FIRST_DAY = LocalDate.ofEpochDay(-Integer.MAX_VALUE);
  private static final LocalDateTime LAST = micros(Long.MAX_VALUE);
  private static final LocalDateTime FIRST = micros(-Long.MAX_VALUE);

  private TimeTexts() {}

  private static LocalDateTime micros(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L),
        (int) Math.floorMod(micros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }

  static LocalDate date(String text) {
    if (text.equalsIgnoreCase(INFINITY)) {
      return LAST_DAY;
    } else if (text.equalsIgnoreCase("-" + INFINITY)) {
      return FIRST_DAY;
    }
    boolean before = text.endsWith(BC);
    String[] parts =
        (before ? text.substring(0, text.length() - BC.length()) : text).split("-", -1);
    if (parts.length != 3 || parts[0].isEmpty() || parts[0].length() > 7) {
      throw new DateTimeException(text);
    }
    int year = digits(parts[0]);
    return LocalDate.of(before ? 1 - year : year, digits(parts[1]), digits(parts[2]));
  }

  private static int digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw new DateTimeException(text);
      }
    }
    return Integer.parseInt(text);
  }

  static LocalTime time(String text) {
    // ISO wants two digits of hours, DuckDB takes one
    return LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
  }

  /** A date, or a date and a time behind a space or a T; the era is behind all of it. */
  static LocalDateTime timestamp(String text) {
    boolean before = text.endsWith(BC);
    String plain = before ? text.substring(0, text.length() - BC.length()) : text;
    int gap = Math.max(plain.indexOf(' '), plain.indexOf('T'));
    LocalDate date = date((gap < 0 ? plain : plain.substring(0, gap)) + (before ? BC : ""));
    return gap < 0 ? date.atStartOfDay() : date.atTime(time(plain.substring(gap + 1).strip()));
  }

  static Instant instant(String text) {
    boolean before = text.endsWith(BC);
    String plain = before ? text.substring(0, text.length() - BC.length()) : text;
    int end = Math.max(plain.lastIndexOf('+'), plain.lastIndexOf('-'));
    ZoneOffset offset = ZoneOffset.UTC;
    if (plain.endsWith("Z")) {
      end = plain.length() - 1;
    } else if (end > 0 && end > plain.indexOf(':')) {
      offset = ZoneOffset.of(plain.substring(end));
    } else {
      throw new DateTimeException("without an offset");
    }
    String local = plain.substring(0, end).strip() + (before ? BC : "");
    return timestamp(local).toInstant(offset);
  }

  /** A time, then its offset, if it has one. */
  static OffsetTime offsetTime(String text) {
    int end = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    if (end < 0) {
      return time(text).atOffset(ZoneOffset.UTC);
    }
    return time(text.substring(0, end).strip()).atOffset(ZoneOffset.of(text.substring(end)));
  }

  static String text(OffsetTime time) {
    int seconds = time.getOffset().getTotalSeconds();
    int size = Math.abs(seconds);
    String offset = (seconds < 0 ? "-" : "+") + padded(size / 3600, 2);
    if (size % 3600 != 0) {
      offset += ":" + padded(size / 60 % 60, 2);
    }
    return text(time.toLocalTime()) + offset + (size % 60 == 0 ? "" : ":" + padded(size % 60, 2));
  }

  static String text(LocalDate date) {
    if (date.equals(LAST_DAY)) {
      return INFINITY;
    } else if (date.equals(FIRST_DAY)) {
      return "-" + INFINITY;
    }
    return day(date) + (date.getYear() <= 0 ? BC : "");
  }

  private static String day(LocalDate date) {
    int year = date.getYear() <= 0 ? 1 - date.getYear() : date.getYear();
    return padded(year, 4)
        + "-"
        + padded(date.getMonthValue(), 2)
        + "-"
        + padded(date.getDayOfMonth(), 2);
  }

  static String text(LocalTime time) {
    String whole =
        padded(time.getHour(), 2)
            + ":"
            + padded(time.getMinute(), 2)
            + ":"
            + padded(time.getSecond(), 2);
    if (time.getNano() == 0) {
      return whole;
    }
    String fraction = padded(time.getNano(), 9);
    int end = fraction.length();
    while (fraction.charAt(end - 1) == '0') {
      end--;
    }
    return whole + "." + fraction.substring(0, end);
  }

  static String text(LocalDateTime time) {
    if (time.equals(LAST)) {
      return INFINITY;
    } else if (time.equals(FIRST)) {
      return "-" + INFINITY;
    }
    return day(time.toLocalDate())
        + " "
        + text(time.toLocalTime())
        + (time.getYear() <= 0 ? BC : "");
  }

  private static String padded(int number, int width) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
