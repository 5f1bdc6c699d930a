package io.vgi.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Natural values of one DuckDB type, as {@link ValueCodec} has them, from and to the text that
 * DuckDB casts them from: for formats of text. {@code parse(print(value))} is {@code value}.
 *
 * <p>There is one for BOOLEAN, all numbers, VARCHAR, JSON, ENUM, BLOB, BIT, UUID, DATE, TIME,
 * TIME_NS, TIMETZ, all timestamps and INTERVAL. Numbers are never rounded to fit, but DOUBLE and
 * FLOAT are what is nearest to the text. A TIMESTAMPTZ needs its offset, since which zone the
 * session has is not known. Immutable and safe to share between threads.
 */
public final class TextCodec {
  private final SqlType type;
  private final Text text;

  private TextCodec(SqlType type, Text text) {
    this.type = type;
    this.text = text;
  }

  /** How one kind of type is read and written. */
  private interface Text {
    /** The value; any DateTimeException or IllegalArgumentException says that it is none. */
    Object parse(String text);

    default String print(Object value) {
      return value.toString();
    }
  }

  /**
   * The codec of {@code type}.
   *
   * @throws IllegalArgumentException when values of the type have no text, as those of nested types
   */
  public static TextCodec of(SqlType type) {
    TextCodec found = find(type);
    if (found == null) {
      throw new IllegalArgumentException("Values of " + type + " are not read from text");
    }
    return found;
  }

  /** As {@link #of}, null where that throws. */
  public static @Nullable TextCodec find(SqlType type) {
    Text text = text(Objects.requireNonNull(type, "type is null"));
    return text == null ? null : new TextCodec(type, text);
  }

  /** The type. */
  public SqlType type() {
    return type;
  }

  /**
   * The value that {@code text} is.
   *
   * @throws IllegalArgumentException when it is none, with a sentence that has it
   */
  public Object parse(String text) {
    try {
      return this.text.parse(text);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException wrong) {
      String shown = text.length() <= 100 ? text : text.substring(0, 100) + "…";
      throw new IllegalArgumentException("'" + shown + "' is no " + type, wrong);
    }
  }

  /**
   * The text of a natural value.
   *
   * @throws IllegalArgumentException when it is a time that SQL has no word for
   */
  public String print(Object value) {
    if (!(value instanceof Ticks ticks)) {
      return text.print(value);
    }
    String word = ticks.toString();
    if (word.equals(Long.toString(ticks.count()))) {
      throw new IllegalArgumentException(type + " has no text for " + word + " of its units");
    }
    return word;
  }

  private static @Nullable Text text(SqlType type) {
    if (type.isDictionary()) {
      return text -> text;
    } else if (type.equals(SqlType.UUID)) {
      return TextCodec::uuid;
    } else if (type.equals(SqlType.HUGEINT)) {
      return text -> whole(text, 128, true);
    } else if (type.equals(SqlType.UHUGEINT)) {
      return text -> whole(text, 128, false);
    } else if (type.equals(SqlType.BIGNUM)) {
      return text -> exact(text).toBigIntegerExact();
    } else if (type.equals(SqlType.JSON) || type.equals(SqlType.VARCHAR)) {
      return text -> text;
    } else if (type.equals(SqlType.BLOB)) {
      return new BlobText();
    } else if (type.equals(SqlType.DATE)) {
      return new Days();
    } else if (type.equals(SqlType.TIME) || type.equals(SqlType.TIME_NS)) {
      return new Clock();
    } else if (type.equals(SqlType.TIMETZ)) {
      return new ClockAt();
    } else if (type.equals(SqlType.INTERVAL)) {
      return new Span();
    } else if (type.equals(SqlType.BIT)) {
      return new BitText();
    } else if (type.arrow() instanceof ArrowType.Timestamp timestamp && !type.isAny()) {
      return new Moment(type, timestamp.getTimezone() != null);
    } else if (!type.field("value").getMetadata().isEmpty()) {
      return null;
    }
    return plain(type.arrow());
  }

  private static @Nullable Text plain(ArrowType arrow) {
    if (arrow instanceof ArrowType.Bool) {
      return TextCodec::truth;
    } else if (arrow instanceof ArrowType.Int number) {
      return text -> {
        BigInteger whole = whole(text, number.getBitWidth(), number.getIsSigned());
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
      };
    } else if (arrow instanceof ArrowType.FloatingPoint real) {
      boolean single = real.getPrecision() == FloatingPointPrecision.SINGLE;
      return text -> floating(text, single);
    } else if (arrow instanceof ArrowType.Decimal decimal) {
      return text -> {
        BigDecimal value = exact(text).setScale(decimal.getScale());
        if (value.precision() > decimal.getPrecision()) {
          throw new ArithmeticException("too many digits");
        }
        return value;
      };
    }
    return null;
  }

  private static Boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> true;
      case "false", "f", "no", "n", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  static BigDecimal exact(String text) {
    BigDecimal value = new BigDecimal(text.strip());
    // a few characters could stand for more digits than there is memory
    if (Math.abs((long) value.scale()) > 100_000) {
      throw new ArithmeticException("too many digits");
    }
    return value;
  }

  private static BigInteger whole(String text, int bits, boolean signed) {
    BigInteger value = exact(text).toBigIntegerExact();
    boolean fits =
        signed ? value.bitLength() < bits : value.signum() >= 0 && value.bitLength() <= bits;
    if (!fits) {
      throw new ArithmeticException("out of range");
    }
    return value;
  }

  private static Double floating(String text, boolean single) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    switch (lower) {
      case "nan", "-nan" -> {
        return Double.NaN;
      }
      case "inf", "infinity", "+inf" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf", "-infinity" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {
        for (int i = 0; i < lower.length(); i++) {
          // Java has further forms, such as 1f
          if ("0123456789.e+-".indexOf(lower.charAt(i)) < 0) {
            throw new NumberFormatException(text);
          }
        }
        double value = single ? Float.parseFloat(lower) : Double.parseDouble(lower);
        if (Double.isInfinite(value)) {
          throw new ArithmeticException("out of range");
        }
        return value;
      }
    }
  }

  private static UUID uuid(String text) {
    String digits = text.strip();
    if (digits.startsWith("{") && digits.endsWith("}")) {
      digits = digits.substring(1, digits.length() - 1);
    }
    digits = digits.replace("-", "");
    if (digits.length() != 32 || digits.startsWith("+")) {
      throw new IllegalArgumentException(text);
    }
    return new UUID(
        Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
  }

  /** Bytes, those that are no printable ASCII as {@code \xHH}. */
  private static final class BlobText implements Text {
    private static final String HEX = "0123456789ABCDEF";

    @Override
    public Object parse(String text) {
      byte[] bytes = new byte[text.length()];
      int length = 0;
      for (int i = 0; i < text.length(); i++) {
        char one = text.charAt(i);
        if (one == '\\') {
          if (i + 3 >= text.length() || text.charAt(i + 1) != 'x') {
            throw new IllegalArgumentException(text);
          }
          bytes[length++] = (byte) Integer.parseUnsignedInt(text, i + 2, i + 4, 16);
          i += 3;
        } else if (one > 127) {
          throw new IllegalArgumentException(text);
        } else {
          bytes[length++] = (byte) one;
        }
      }
      return java.util.Arrays.copyOf(bytes, length);
    }

    @Override
    public String print(Object value) {
      StringBuilder text = new StringBuilder();
      for (byte one : (byte[]) value) {
        if (one >= ' ' && one < 127 && one != '\\' && one != '\'' && one != '"') {
          text.append((char) one);
        } else {
          text.append("\\x").append(HEX.charAt((one >> 4) & 15)).append(HEX.charAt(one & 15));
        }
      }
      return text.toString();
    }
  }

  /** Dates. */
  private static final class Days implements Text {
    @Override
    public Object parse(String text) {
      return TimeTexts.date(text.strip());
    }

    @Override
    public String print(Object value) {
      return TimeTexts.text((java.time.LocalDate) value);
    }
  }

  /** Times of a day. */
  private static final class Clock implements Text {
    @Override
    public Object parse(String text) {
      return TimeTexts.time(text.strip());
    }

    @Override
    public String print(Object value) {
      return TimeTexts.text((java.time.LocalTime) value);
    }
  }

  /** Times of a day with an offset; without one it is that of UTC. */
  private static final class ClockAt implements Text {
    @Override
    public Object parse(String text) {
      return TimeTexts.offsetTime(text.strip());
    }

    @Override
    public String print(Object value) {
      return TimeTexts.text((java.time.OffsetTime) value);
    }
  }

  /** Intervals. */
  private static final class Span implements Text {
    @Override
    public Object parse(String text) {
      return IntervalTexts.parse(text);
    }

    @Override
    public String print(Object value) {
      return IntervalTexts.text((PeriodDuration) value);
    }
  }

  /** Bits as digits. */
  private static final class BitText implements Text {
    @Override
    public Object parse(String text) {
      int padding = -text.length() & 7;
      byte[] bytes = new byte[1 + (text.length() + 7) / 8];
      bytes[0] = (byte) padding;
      for (int i = 0; i < padding; i++) {
        bytes[1] |= (byte) (128 >> i);
      }
      for (int i = 0; i < text.length(); i++) {
        char digit = text.charAt(i);
        if (digit == '1') {
          int at = padding + i;
          bytes[1 + at / 8] |= (byte) (128 >> (at & 7));
        } else if (digit != '0') {
          throw new IllegalArgumentException(text);
        }
      }
      if (text.isEmpty()) {
        throw new IllegalArgumentException("no bits");
      }
      return bytes;
    }

    @Override
    public String print(Object value) {
      byte[] bytes = (byte[]) value;
      StringBuilder text = new StringBuilder();
      for (int at = bytes[0]; at < (bytes.length - 1) * 8; at++) {
        text.append((bytes[1 + at / 8] >> (7 - (at & 7))) & 1);
      }
      return text.toString();
    }
  }

  /** Timestamps, with an offset or without. */
  private static final class Moment implements Text {
    private final SqlType type;
    private final boolean zoned;

    Moment(SqlType type, boolean zoned) {
      this.type = type;
      this.zoned = zoned;
    }

    @Override
    public Object parse(String text) {
      String stripped = text.strip();
      if (stripped.equalsIgnoreCase("infinity") || stripped.equalsIgnoreCase("-infinity")) {
        return new Ticks(stripped.startsWith("-") ? -Long.MAX_VALUE : Long.MAX_VALUE, type);
      }
      return zoned ? TimeTexts.instant(stripped) : TimeTexts.timestamp(stripped);
    }

    @Override
    public String print(Object value) {
      LocalDateTime time =
          value instanceof Instant instant
              ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
              : (LocalDateTime) value;
      String text = TimeTexts.text(time);
      return zoned && !text.endsWith("infinity") ? text + "+00" : text;
    }
  }
}
