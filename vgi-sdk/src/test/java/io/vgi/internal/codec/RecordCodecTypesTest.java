package io.vgi.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cursor may hold every Java type that a column's values have. */
class RecordCodecTypesTest {
  enum Side {
    LEFT,
    RIGHT {
      @Override
      public String toString() {
        return "another class";
      }
    }
  }

  record Primitives(
      boolean flag,
      byte tiny,
      short small,
      char letter,
      int medium,
      long big,
      float half,
      double d) {}

  record Boxes(
      @Nullable Boolean flag,
      @Nullable Byte tiny,
      @Nullable Short small,
      @Nullable Character letter,
      @Nullable Integer medium,
      @Nullable Long big,
      @Nullable Float half,
      @Nullable Double whole) {}

  record Values(
      @Nullable String text,
      @Nullable BigDecimal decimal,
      @Nullable BigInteger integer,
      @Nullable UUID id,
      @Nullable Side side) {}

  record Times(
      @Nullable Instant instant,
      @Nullable LocalDate date,
      @Nullable LocalTime time,
      @Nullable LocalDateTime dateTime,
      @Nullable OffsetDateTime offsetDateTime,
      @Nullable OffsetTime offsetTime,
      @Nullable ZonedDateTime zoned,
      @Nullable ZoneOffset offset,
      @Nullable ZoneId zone,
      @Nullable Duration duration,
      @Nullable Period period,
      @Nullable Year year,
      @Nullable YearMonth month) {}

  @SuppressWarnings("NullableOptional") // a user may write it
  record Containers(
      @Nullable List<@Nullable Values> list,
      @Nullable Set<String> set,
      @Nullable Map<String, @Nullable List<Long>> map,
      @Nullable Optional<Values> optional,
      OptionalInt maybeInt,
      OptionalLong maybeLong,
      OptionalDouble maybeDouble,
      @Nullable Node tree,
      @Nullable Step step) {}

  record Arrays(
      byte[] bytes,
      boolean[] flags,
      short[] shorts,
      char[] chars,
      int[] ints,
      long[] longs,
      float[] floats,
      double[] doubles,
      String[] texts,
      long[][] nested,
      List<String>[] lists) {}

  record Node(long value, @Nullable Node left, List<Node> rest) {}

  sealed interface Step permits First, Later, Last {}

  record First() implements Step {}

  record Later(long row, @Nullable Step before) implements Step {}

  enum Last implements Step {
    END
  }

  private final Random random = new Random(20_261_127);

  private static <T> void same(Class<T> type, T value) {
    RecordCodec<T> codec = RecordCodec.of(type);
    RecordCodec.check(type);
    assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
  }

  private boolean rarely() {
    return random.nextInt(5) == 0;
  }

  private <T> @Nullable T maybe(T value) {
    return rarely() ? null : value;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      // halves of surrogate pairs as well
      text.append((char) random.nextInt(1 << 16));
    }
    return text.toString();
  }

  private long number() {
    return switch (random.nextInt(4)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> random.nextInt(5) - 2;
      default -> random.nextLong();
    };
  }

  private Values values() {
    return new Values(
        maybe(text()),
        maybe(new BigDecimal(new BigInteger(140, random), random.nextInt(80) - 40)),
        maybe(new BigInteger(random.nextInt(200), random).negate()),
        maybe(new UUID(random.nextLong(), random.nextLong())),
        maybe(Side.values()[random.nextInt(2)]));
  }

  private LocalDate date() {
    return LocalDate.ofEpochDay(
        random.nextLong(LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay() + 1));
  }

  private LocalTime time() {
    return LocalTime.ofNanoOfDay(random.nextLong(LocalTime.MAX.toNanoOfDay() + 1));
  }

  private ZoneOffset offset() {
    return ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 3600, 18 * 3600 + 1));
  }

  @Test
  void numbersAndText() {
    for (int i = 0; i < 500; i++) {
      long n = number();
      double d = Double.longBitsToDouble(n);
      same(
          Primitives.class,
          new Primitives(
              n > 0, (byte) n, (short) n, (char) n, (int) n, n, Float.intBitsToFloat((int) n), d));
      same(
          Boxes.class,
          new Boxes(
              maybe(n > 0),
              maybe((byte) n),
              maybe((short) n),
              maybe((char) n),
              maybe((int) n),
              maybe(n),
              maybe((float) d),
              maybe(d)));
      same(Values.class, values());
    }
  }

  @Test
  void times() {
    same(
        Times.class,
        new Times(
            Instant.MIN,
            LocalDate.MIN,
            LocalTime.MIN,
            LocalDateTime.MIN,
            OffsetDateTime.MIN,
            OffsetTime.MIN,
            null,
            ZoneOffset.MIN,
            null,
            Duration.ofSeconds(Long.MIN_VALUE),
            Period.ZERO,
            Year.of(Year.MIN_VALUE),
            null));
    same(
        Times.class,
        new Times(
            Instant.MAX,
            LocalDate.MAX,
            LocalTime.MAX,
            LocalDateTime.MAX,
            OffsetDateTime.MAX,
            OffsetTime.MAX,
            null,
            ZoneOffset.MAX,
            null,
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            null,
            Year.of(Year.MAX_VALUE),
            null));
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    for (int i = 0; i < 500; i++) {
      LocalDateTime local = LocalDateTime.of(date(), time());
      // the hour that autumn has twice, with either offset
      ZonedDateTime twice =
          ZonedDateTime.ofInstant(
              Instant.parse("2026-10-25T00:30:00Z").plusSeconds(3600L * random.nextInt(2)), berlin);
      same(
          Times.class,
          new Times(
              maybe(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))),
              maybe(date()),
              maybe(time()),
              maybe(local),
              maybe(OffsetDateTime.of(local, offset())),
              maybe(OffsetTime.of(time(), offset())),
              maybe(twice),
              maybe(offset()),
              maybe(berlin),
              maybe(Duration.ofSeconds(random.nextLong() >> 1, random.nextInt(1_000_000_000))),
              maybe(Period.of(random.nextInt(), random.nextInt(), random.nextInt())),
              maybe(Year.of(random.nextInt(4000))),
              maybe(YearMonth.of(random.nextInt(4000), 1 + random.nextInt(12)))));
    }
  }

  private Node node(int depth) {
    List<Node> rest = new ArrayList<>();
    for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
      rest.add(node(depth - 1));
    }
    return new Node(number(), depth == 0 ? null : maybe(node(depth - 1)), rest);
  }

  private Step step(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(3)) {
      case 0 -> new First();
      case 1 -> Last.END;
      default -> new Later(number(), maybe(step(depth - 1)));
    };
  }

  @Test
  void containers() {
    for (int i = 0; i < 300; i++) {
      List<Values> list = new ArrayList<>();
      Set<String> set = new LinkedHashSet<>();
      Map<String, List<Long>> map = new LinkedHashMap<>();
      for (int k = random.nextInt(4); k > 0; k--) {
        list.add(maybe(values()));
        set.add(text());
        map.put(text(), maybe(List.of(number(), number())));
      }
      same(
          Containers.class,
          new Containers(
              maybe(list),
              maybe(set),
              maybe(map),
              maybe(rarely() ? Optional.empty() : Optional.of(values())),
              rarely() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
              rarely() ? OptionalLong.empty() : OptionalLong.of(number()),
              rarely() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble()),
              maybe(node(2)),
              maybe(step(3))));
    }
  }

  @Test
  void setsAndMapsKeepTheirOrder() {
    Containers given =
        new Containers(
            null,
            new LinkedHashSet<>(List.of("z", "a", "m")),
            new LinkedHashMap<>(Map.of("only", List.of(1L))),
            null,
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            null,
            null);
    RecordCodec<Containers> codec = RecordCodec.of(Containers.class);
    assertThat(codec.decode(codec.encode(given)).set()).containsExactly("z", "a", "m");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void arrays() {
    for (int size : new int[] {0, 1, 3}) {
      long[] longs = new long[size];
      int[] ints = new int[size];
      for (int i = 0; i < size; i++) {
        longs[i] = number();
        ints[i] = (int) number();
      }
      RecordCodec<Arrays> codec = RecordCodec.of(Arrays.class);
      Arrays given =
          new Arrays(
              new byte[size],
              new boolean[size],
              new short[size],
              new char[size],
              ints,
              longs,
              new float[size],
              new double[size],
              new String[size],
              new long[][] {longs, {}},
              new List[] {List.of("a"), null});
      assertThat(codec.decode(codec.encode(given))).usingRecursiveComparison().isEqualTo(given);
    }
  }

  record Torn(Comparable<String> any) {}

  record Closed(List<?> any) {}

  sealed interface Mixed permits Odd {}

  static final class Odd implements Mixed {}

  record Holds(Mixed mixed) {}

  @Test
  void whatHasNoCodecIsNamedWithItsType() {
    for (Class<?> type : List.of(Torn.class, Closed.class, Holds.class)) {
      String component = type.getRecordComponents()[0].getName();
      String declared = type.getRecordComponents()[0].getGenericType().getTypeName();
      String wrong =
          "Component '"
              + component
              + "' of record "
              + type.getName()
              + " has the type "
              + declared
              + ", which has no codec";
      assertThatThrownBy(() -> RecordCodec.of(type)).hasMessage(wrong);
      assertThatThrownBy(() -> RecordCodec.check(type)).hasMessage(wrong);
    }
  }

  @Test
  void bytesThatAreCutAreRefused() {
    RecordCodec<Values> codec = RecordCodec.of(Values.class);
    byte[] bytes = codec.encode(new Values("abc", BigDecimal.TEN, BigInteger.ONE, null, Side.LEFT));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
