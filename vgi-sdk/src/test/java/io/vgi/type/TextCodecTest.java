package io.vgi.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.vector.PeriodDuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCodecTest {
  @ParameterizedTest
  @CsvSource({
    "BOOLEAN, t, true",
    "BOOLEAN, FALSE, false",
    "TINYINT, -128, -128",
    "UTINYINT, 255, 255",
    "BIGINT, ' 9223372036854775807 ', 9223372036854775807",
    "BIGINT, 1e3, 1000",
    "UBIGINT, 18446744073709551615, 18446744073709551615",
    "HUGEINT, -170141183460469231731687303715884105728, -170141183460469231731687303715884105728",
    "UHUGEINT, 340282366920938463463374607431768211455, 340282366920938463463374607431768211455",
    "DOUBLE, 0.1, 0.1",
    "DOUBLE, -inf, -Infinity",
    "FLOAT, 0.1, 0.10000000149011612",
    "'DECIMAL(5,2)', -999.9, -999.90",
    "VARCHAR, ' a b ', ' a b '",
    "UUID, {123456789abcdef08123456789abcdef}, 12345678-9abc-def0-8123-456789abcdef",
    "DATE, 2024-02-29, 2024-02-29",
    "TIME, 1:02:03.4, 01:02:03.400",
    "TIMESTAMP, 2024-02-29T01:02:03, 2024-02-29T01:02:03",
    "TIMESTAMP, 2024-02-29, 2024-02-29T00:00",
    "TIMESTAMPTZ, 2024-02-29 01:02:03+01:30, 2024-02-28T23:32:03Z",
    "TIMESTAMPTZ, 2024-02-29 01:02:03Z, 2024-02-29T01:02:03Z",
    "TIMESTAMP_S, -infinity, -infinity",
    "TIMETZ, 12:00, 12:00Z",
    "TIMETZ, 1:02:03.5 +05:30, 01:02:03.500+05:30",
    "TIMETZ, 12:00:00-15:59:59, 12:00-15:59:59",
    "INTERVAL, 00:00:00, P0D PT0S",
    "INTERVAL, 1 year -2 mons 2 weeks 1 DAY -01:02:03.5, P10M15D PT-1H-2M-3.5S",
    "INTERVAL, 1.5 hours 1 microsecond, P0D PT1H30M0.000001S",
    "INTERVAL, 100:00, P0D PT100H",
  })
  void textsAreValues(String type, String text, String value) {
    assertThat(TextCodec.of(SqlType.parse(type)).parse(text)).hasToString(value);
  }

  @ParameterizedTest
  @CsvSource({
    "BOOLEAN, maybe",
    "TINYINT, 128",
    "TINYINT, 1.5",
    "UTINYINT, -1",
    "UBIGINT, 18446744073709551616",
    "BIGINT, 0x10",
    "BIGINT, 1e999999999",
    "HUGEINT, 170141183460469231731687303715884105728",
    "DOUBLE, 1f",
    "DOUBLE, 1e999",
    "FLOAT, 1e39",
    "'DECIMAL(5,2)', 1000",
    "'DECIMAL(5,2)', 0.001",
    "UUID, 1-1-1-1-1",
    "BLOB, \\x0",
    "BLOB, é",
    "DATE, 2023-02-29",
    "DATE, 20240229",
    "TIME, 24:00:00",
    "TIMESTAMP, yesterday",
    "TIMESTAMPTZ, 2024-02-29 01:02:03",
    "TIMETZ, 25:00+00",
    "TIMETZ, 12:00+19",
    "INTERVAL, '1 year,'",
    "INTERVAL, ''",
    "INTERVAL, 5",
    "INTERVAL, 3 blinks",
    "INTERVAL, 1.5 days",
    "INTERVAL, 1:60",
    "INTERVAL, 01:00 1 day",
    "INTERVAL, 99999999999 years",
    "INTERVAL, 1e9999 seconds",
    "BIT, ''",
    "BIT, 102",
  })
  void otherTextsAreRefusedByName(String type, String text) {
    TextCodec codec = TextCodec.of(SqlType.parse(type));

    assertThatThrownBy(() -> codec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is no " + codec.type());
  }

  @Test
  void nestedTypesHaveNoText() {
    assertThat(TextCodec.find(SqlType.list(SqlType.INTEGER))).isNull();
    assertThat(TextCodec.find(SqlType.ANY)).isNull();
    assertThatThrownBy(() -> TextCodec.of(SqlType.map(SqlType.INTEGER, SqlType.BIT)))
        .hasMessage("Values of MAP(INTEGER, BIT) are not read from text");
  }

  @Test
  void intervalsTimesAndBitsAreWrittenAsDuckDbWritesThem() {
    assertThat(printed(-14, -1, -3_500_000)).isEqualTo("-1 year -2 months -1 day -00:00:03.5");
    assertThat(printed(Integer.MIN_VALUE, 0, 0)).isEqualTo("-178956970 years -8 months");
    assertThat(printed(0, 2, 360_000_000_001L)).isEqualTo("2 days 100:00:00.000001");
    assertThat(printed(0, 0, 0)).isEqualTo("00:00:00");
    TextCodec time = TextCodec.of(SqlType.TIMETZ);
    for (String text : List.of("12:00:00+00", "01:02:03.5+05:30", "12:00:00-15:59:59")) {
      assertThat(time.print(time.parse(text))).isEqualTo(text);
    }
    TextCodec bits = TextCodec.of(SqlType.BIT);
    assertThat((byte[]) bits.parse("101")).containsExactly(5, 0b11111101);
    assertThat((byte[]) bits.parse("01111111")).containsExactly(0, 127);
    for (String text : List.of("0", "1", "000000001", "1".repeat(16))) {
      assertThat(bits.print(bits.parse(text))).isEqualTo(text);
    }
  }

  private static PeriodDuration span(int months, int days, long micros) {
    return new PeriodDuration(
        Period.ofMonths(months).plusDays(days), Duration.ofNanos(micros * 1000));
  }

  private static String printed(int months, int days, long micros) {
    return TextCodec.of(SqlType.INTERVAL).print(span(months, days, micros));
  }

  @Test
  void whatIsPrintedIsReadAgain() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      long bits = random.nextLong();
      byte[] bytes = ByteBuffer.allocate(8).putLong(bits).array();
      again(SqlType.BIGINT, bits);
      again(
          SqlType.DOUBLE,
          Double.isFinite(Double.longBitsToDouble(bits))
              ? Double.longBitsToDouble(bits)
              : Double.NaN);
      again(SqlType.HUGEINT, BigInteger.valueOf(bits).multiply(BigInteger.valueOf(bits)));
      again(SqlType.decimal(20, 3), BigDecimal.valueOf(bits, 3));
      again(SqlType.UUID, new UUID(bits, random.nextLong()));
      again(SqlType.DATE, LocalDate.ofEpochDay(random.nextInt()));
      again(SqlType.TIME, LocalTime.ofNanoOfDay(Math.floorMod(bits, 86_400_000_000L) * 1000));
      LocalDateTime time =
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(bits, 1_000_000L),
              (int) Math.floorMod(bits, 1_000_000L) * 1000,
              ZoneOffset.UTC);
      again(SqlType.TIMESTAMP, time);
      again(SqlType.TIMESTAMPTZ, time.toInstant(ZoneOffset.UTC));
      again(SqlType.INTERVAL, span(random.nextInt(), random.nextInt(), bits / 1000));
      again(
          SqlType.TIMETZ,
          time.toLocalTime().atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-57599, 57600))));
      TextCodec blob = TextCodec.of(SqlType.BLOB);
      assertThat(blob.parse(blob.print(bytes))).isEqualTo(bytes);
    }
    again(SqlType.DATE, LocalDate.of(-43, 3, 15));
    again(SqlType.DATE, LocalDate.ofEpochDay(Integer.MAX_VALUE));
    again(SqlType.TIMESTAMPTZ, Instant.parse("-0043-03-15T12:00:00Z"));
    assertThat(TextCodec.of(SqlType.DATE).print(LocalDate.of(-43, 3, 15)))
        .isEqualTo("0044-03-15 (BC)");
    assertThat(
            TextCodec.of(SqlType.TIMESTAMP_S).print(new Ticks(Long.MAX_VALUE, SqlType.TIMESTAMP_S)))
        .isEqualTo("infinity");
    assertThat(TextCodec.of(SqlType.TIME).print(new Ticks(86_400_000_000L, SqlType.TIME)))
        .isEqualTo("24:00:00");
    assertThatThrownBy(
            () -> TextCodec.of(SqlType.TIMESTAMP_S).print(new Ticks(5, SqlType.TIMESTAMP_S)))
        .hasMessageContaining("no text");
    Ticks beyond = new Ticks(Long.MAX_VALUE / 2, SqlType.TIMESTAMP_S);
    assertThatThrownBy(() -> TextCodec.of(SqlType.TIMESTAMP_S).print(beyond))
        .hasMessageContaining("no text");
  }

  private static void again(SqlType type, Object value) {
    TextCodec codec = TextCodec.of(type);
    assertThat(codec.parse(codec.print(value))).as(codec.print(value)).isEqualTo(value);
  }
}
