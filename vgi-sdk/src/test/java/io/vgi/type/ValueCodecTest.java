package io.vgi.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.ipc.Vectors;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.PeriodDuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueCodecTest {
  private static final String ASTRAL = "z\uD83E\uDD86\u00e9";

  enum Color {
    RED,
    GREEN
  }

  record Point(int x, @Nullable Double y) {}

  record Deep(
      String name,
      Point at,
      List<Point> all,
      Map<String, List<Long>> more,
      Optional<Color> color,
      @ColumnSpec(name = "unit_price", type = "DECIMAL(12,2)", doc = "per piece")
          BigDecimal price) {}

  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    record WideBox(int a, int b) implements Shape {}
  }

  record Zoned(Locale place) {}

  record Loop(List<Loop> again) {}

  /** What comes back of {@code values}, written with one codec and read with another. */
  private static <T, R> List<@Nullable R> copy(
      ValueCodec<T> write, ValueCodec<R> read, List<@Nullable T> values) {
    List<@Nullable R> back = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        FieldVector vector = Vectors.create(write.type().field("c"), allocator)) {
      vector.setInitialCapacity(1);
      vector.allocateNew();
      ValueCodec.Writer<T> writer = write.writer(vector);
      for (int row = 0; row < values.size(); row++) {
        writer.set(row, values.get(row));
      }
      vector.setValueCount(values.size());
      ValueCodec.Reader<R> reader = read.reader(vector);
      for (int row = 0; row < values.size(); row++) {
        back.add(reader.get(row));
      }
    }
    return back;
  }

  @SafeVarargs
  private static <T> void keeps(ValueCodec<T> codec, @Nullable T... values) {
    List<@Nullable T> all = new ArrayList<>();
    all.add(null);
    // more than the room that the vector has at first
    for (int i = 0; i < 41; i++) {
      for (T value : values) {
        all.add(value);
      }
      all.add(null);
    }
    assertThat(copy(codec, codec, all)).as(codec.toString()).containsExactlyElementsOf(all);
  }

  private static void natural(SqlType type, @Nullable Object... values) {
    keeps(ValueCodec.natural(type), values);
  }

  @Test
  void everyTypeKeepsItsNaturalValues() {
    natural(SqlType.BOOLEAN, true, false);
    natural(SqlType.TINYINT, -128L, 127L);
    natural(SqlType.SMALLINT, -32768L, 32767L);
    natural(SqlType.INTEGER, (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
    natural(SqlType.BIGINT, Long.MIN_VALUE, Long.MAX_VALUE);
    natural(SqlType.UTINYINT, 0L, 255L);
    natural(SqlType.USMALLINT, 0L, 65535L);
    natural(SqlType.UINTEGER, 0L, 4294967295L);
    natural(SqlType.UBIGINT, 0L, new BigInteger("18446744073709551615"));
    BigInteger huge = BigInteger.ONE.shiftLeft(127);
    natural(SqlType.HUGEINT, huge.negate(), huge.subtract(BigInteger.ONE));
    natural(SqlType.UHUGEINT, BigInteger.ZERO, huge.shiftLeft(1).subtract(BigInteger.ONE));
    natural(SqlType.BIGNUM, huge.pow(9), huge.pow(9).negate(), BigInteger.ZERO);
    natural(SqlType.FLOAT, 1.5, Double.NaN, Double.NEGATIVE_INFINITY);
    natural(SqlType.DOUBLE, 0.1, -0.0, 0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE);
    natural(SqlType.decimal(38, 10), new BigDecimal("9999999999999999999999999999.9999999999"));
    natural(SqlType.decimal(4, 1), new BigDecimal("-999.9"));
    natural(SqlType.VARCHAR, "", ASTRAL);
    natural(SqlType.JSON, "{}");
    natural(SqlType.enumeration(2), "RED");
    natural(SqlType.UUID, UUID.fromString("ffffffff-0000-0000-8000-000000000001"));
    natural(SqlType.DATE, LocalDate.ofEpochDay(Integer.MAX_VALUE), LocalDate.of(-44, 3, 15));
    natural(
        SqlType.TIME,
        LocalTime.of(23, 59, 59, 999_999_000),
        new Ticks(86_400_000_000L, SqlType.TIME));
    natural(SqlType.TIME_NS, LocalTime.MAX, new Ticks(86_400_000_000_000L, SqlType.TIME_NS));
    natural(SqlType.TIMETZ, OffsetTime.of(0, 0, 0, 1_000, ZoneOffset.ofTotalSeconds(-57599)));
    natural(SqlType.TIMESTAMP, LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000));
    natural(SqlType.TIMESTAMP_S, new Ticks(Long.MAX_VALUE, SqlType.TIMESTAMP_S));
    natural(SqlType.TIMESTAMP_NS, LocalDateTime.of(2262, 4, 11, 23, 47, 16, 854_775_807));
    natural(SqlType.TIMESTAMPTZ, Instant.ofEpochSecond(-1, 999_999_000));
    natural(SqlType.INTERVAL, new PeriodDuration(Period.of(0, -14, 3), Duration.ofNanos(-1_000)));
    natural(SqlType.list(SqlType.INTEGER), List.of(), Arrays.asList(1L, null));
    natural(SqlType.array(SqlType.VARCHAR, 2), Arrays.asList(null, "b"));
    Map<String, @Nullable Object> half = new LinkedHashMap<>();
    half.put("a", 1L);
    half.put("b", null);
    natural(SqlType.struct(Column.integer("a"), Column.varchar("b")), half);
    natural(SqlType.map(SqlType.VARCHAR, SqlType.list(SqlType.DOUBLE)), Map.of("k", List.of(1.0)));
    natural(SqlType.map(SqlType.VARCHAR, SqlType.INTEGER), Map.of());
    for (byte[] bytes : new byte[][] {{}, {0, -1}}) {
      assertThat(
              copy(ValueCodec.of(byte[].class), ValueCodec.natural(SqlType.BLOB), List.of(bytes)))
          .containsExactly(bytes);
    }
  }

  @Test
  void aUnionKeepsWhichMemberItIsEvenWhenThatIsNull() {
    SqlType type = SqlType.union(Column.integer("i"), Column.varchar("s"));
    List<@Nullable Object> values = new ArrayList<>();
    values.add(Map.of("s", "x"));
    values.add(Collections.singletonMap("s", null));
    values.add(Map.of("i", 7L));
    assertThat(copy(ValueCodec.natural(type), ValueCodec.natural(type), values)).isEqualTo(values);
    assertThat(
            copy(ValueCodec.natural(type), ValueCodec.natural(type), Arrays.asList((Object) null)))
        .containsExactly(Collections.singletonMap("i", null));
  }

  @Test
  void javaTypesKeepTheirValues() {
    keeps(ValueCodec.of(Boolean.class), true, false);
    keeps(ValueCodec.of(Byte.class), Byte.MIN_VALUE, Byte.MAX_VALUE);
    keeps(ValueCodec.of(Short.class), Short.MIN_VALUE);
    keeps(ValueCodec.of(Integer.class), Integer.MIN_VALUE, 0);
    keeps(ValueCodec.of(Long.class), Long.MIN_VALUE, 0L);
    keeps(ValueCodec.of(Float.class), Float.MIN_VALUE, Float.NaN, 0.1f);
    keeps(ValueCodec.of(Double.class), Double.MAX_VALUE, Double.NaN);
    keeps(ValueCodec.of(BigDecimal.class), new BigDecimal("1.2500000000"));
    keeps(
        ValueCodec.of(OffsetDateTime.class),
        OffsetDateTime.of(2020, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    keeps(ValueCodec.of(Duration.class), Duration.ofDays(400).plusNanos(1_000));
    keeps(ValueCodec.of(Period.class), Period.of(0, 14, 3));
    keeps(ValueCodec.of(Color.class), Color.GREEN, Color.RED);
    keeps(ValueCodec.of(SqlType.VARCHAR, Color.class), Color.GREEN);
    keeps(ValueCodec.of(SqlType.UHUGEINT, Long.class), Long.MAX_VALUE);
    keeps(ValueCodec.of(SqlType.UBIGINT, BigInteger.class), new BigInteger("18446744073709551615"));
    keeps(ValueCodec.of(SqlType.UUID, String.class), "00000000-0000-0000-0000-000000000001");
    keeps(ValueCodec.of(Point.class), new Point(1, null), new Point(-1, 2.5));
    keeps(
        ValueCodec.of(Deep.class),
        new Deep(
            ASTRAL,
            new Point(1, 2.0),
            List.of(new Point(3, null)),
            Map.of("k", List.of(1L, 2L)),
            Optional.of(Color.RED),
            new BigDecimal("1.50")),
        new Deep(
            "", new Point(0, null), List.of(), Map.of(), Optional.empty(), new BigDecimal("0.00")));
    keeps(ValueCodec.of(Shape.class), new Shape.Circle(1.5), new Shape.WideBox(1, 2));
    keeps(ValueCodec.of(String.class).list(), List.of("a", ASTRAL), List.of());
    keeps(ValueCodec.of(Color.class).list(), List.of(Color.RED));
    ValueCodec<Optional<Long>> optional = ValueCodec.of(Long.class).optional();
    assertThat(copy(optional, optional, Arrays.asList(Optional.of(1L), Optional.empty(), null)))
        .containsExactly(Optional.of(1L), Optional.empty(), Optional.empty());
    assertThat(
            copy(
                ValueCodec.of(float[].class),
                ValueCodec.of(float[].class),
                List.of(new float[] {1, 2})))
        .singleElement()
        .isEqualTo(new float[] {1, 2});
    ValueCodec<?> sets = ValueCodec.of(SqlType.list(SqlType.BIGINT), Set.class);
    assertThat(copy(ValueCodec.of(long[].class), sets, List.of(new long[] {2, 2, 1})))
        .singleElement()
        .isEqualTo(Set.of(1L, 2L));
  }

  @Test
  void javaTypesHaveTheirSqlTypes() {
    assertThat(ValueCodec.of(Deep.class).type())
        .hasToString(
            "STRUCT(name VARCHAR, at STRUCT(x INTEGER, y DOUBLE), all STRUCT(x INTEGER, y DOUBLE)[],"
                + " more MAP(VARCHAR, BIGINT[]), color VARCHAR, unit_price DECIMAL(12,2))");
    assertThat(ValueCodec.of(Shape.class).type())
        .hasToString("UNION(circle DOUBLE, wide_box STRUCT(a INTEGER, b INTEGER))");
    assertThat(ValueCodec.of(Deep.class).columns())
        .extracting(Column::toString)
        .contains("color ENUM", "unit_price DECIMAL(12,2)");
    assertThat(ValueCodec.of(Deep.class).columns().get(5).doc()).isEqualTo("per piece");
    assertThat(ValueCodec.of(Point.class).columns())
        .extracting(Column::nullable)
        .containsExactly(false, true);
  }

  @Test
  void typesWithoutAnotherAreRefusedByName() {
    assertThatThrownBy(() -> ValueCodec.of(Zoned.class))
        .hasMessage(
            "Component 'place' of record io.vgi.type.ValueCodecTest$Zoned has the Java type"
                + " java.util.Locale, which has no DuckDB type; the Javadoc of ValueCodec lists those"
                + " that have one");
    assertThatThrownBy(() -> ValueCodec.of(List.class))
        .hasMessageContaining("List that does not say of what")
        .hasMessageContaining("ValueCodec.of(String.class).list()");
    assertThatThrownBy(() -> ValueCodec.of(Thread.class)).hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> ValueCodec.of(Loop.class)).hasMessageContaining("holds itself");
    assertThatThrownBy(() -> ValueCodec.of(SqlType.BIGINT, LocalDate.class))
        .hasMessageContaining("java.time.LocalDate, which is not one for values of type BIGINT");
    assertThatThrownBy(() -> ValueCodec.of(SqlType.struct(Column.integer("x")), Point.class))
        .hasMessageContaining("Component 'y'")
        .hasMessageContaining("is no member of STRUCT(x INTEGER)");
  }

  @Test
  void valuesThatDoNotFitAreNamedWithTheirColumn() {
    refuses(
        SqlType.decimal(4, 1),
        new BigDecimal("1000"),
        "Column 'c': DECIMAL(4,1) cannot hold 1000 exactly");
    refuses(
        SqlType.decimal(4, 1),
        new BigDecimal("0.25"),
        "Column 'c': DECIMAL(4,1) cannot hold 0.25 exactly");
    refuses(SqlType.decimal(4, 1), new BigDecimal("1e-2000000000"), "a number of 1 digits");
    refuses(SqlType.TINYINT, 128L, "Column 'c': TINYINT cannot hold 128 exactly");
    refuses(SqlType.UBIGINT, -1L, "Column 'c': UBIGINT cannot hold -1 exactly");
    refuses(SqlType.UHUGEINT, -1L, "UHUGEINT cannot hold -1");
    refuses(SqlType.HUGEINT, BigInteger.ONE.shiftLeft(127), "HUGEINT cannot hold 17014");
    refuses(SqlType.INTEGER, 1.5, "INTEGER cannot hold 1.5 exactly");
    refuses(SqlType.INTEGER, "x", "a String is not a INTEGER: x");
    refuses(
        SqlType.TIMESTAMP_NS, LocalDateTime.of(2300, 1, 1, 0, 0), "TIMESTAMP_NS cannot hold 2300");
    refuses(SqlType.array(SqlType.INTEGER, 2), List.of(1L), "INTEGER[2] cannot hold 1 elements");
    refuses(SqlType.list(SqlType.TINYINT), List.of(300L), "Column 'c': TINYINT cannot hold 300");
    assertThatThrownBy(
            () ->
                copy(
                    ValueCodec.of(Long.class),
                    ValueCodec.of(SqlType.BIGINT, Integer.class),
                    List.of(1L << 40)))
        .isInstanceOf(VgiException.class)
        .hasMessage("Column 'c' cannot be read as Integer: 1099511627776");
    assertThatThrownBy(
            () ->
                copy(
                    ValueCodec.natural(ValueCodec.of(Point.class).type()),
                    ValueCodec.of(Point.class),
                    List.of(Map.of("y", 1.0))))
        .hasMessage("Column 'c' cannot be read as Point: 'x' is NULL, which int is not");
  }

  private static void refuses(SqlType type, Object value, String message) {
    assertThatThrownBy(
            () -> copy(ValueCodec.natural(type), ValueCodec.natural(type), List.of(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theOrderIsThatOfTheEngine() {
    ascends(
        ValueCodec.of(Double.class),
        Double.NEGATIVE_INFINITY,
        0.0,
        Double.POSITIVE_INFINITY,
        Double.NaN,
        null);
    assertThat(ValueCodec.of(Double.class).compare(0.0, -0.0)).isZero();
    ascends(ValueCodec.of(String.class), "", "a", "\uFFFF", ASTRAL.substring(1), null);
    ascends(ValueCodec.of(byte[].class), new byte[0], new byte[] {1}, new byte[] {-1});
    ascends(ValueCodec.of(Color.class), Color.GREEN, Color.RED);
    ascends(
        ValueCodec.of(Long.class).optional(), Optional.of(1L), Optional.of(2L), Optional.empty());
    ascends(ValueCodec.of(Long.class).list(), List.of(), List.of(1L), List.of(1L, 0L), List.of(2L));
    ascends(
        ValueCodec.of(Shape.class),
        new Shape.Circle(9),
        new Shape.WideBox(0, 9),
        new Shape.WideBox(1, 0));
    ascends(ValueCodec.of(Point.class), new Point(1, 5.0), new Point(1, null), new Point(2, 0.0));
    assertThat(ValueCodec.of(Period.class).compare(Period.ofMonths(1), Period.ofDays(30))).isZero();
    ascends(
        ValueCodec.of(Duration.class),
        Duration.ofHours(23),
        Duration.ofDays(1),
        Duration.ofDays(31));
    ascends(
        ValueCodec.of(OffsetTime.class),
        OffsetTime.parse("13:00+02:00"),
        OffsetTime.parse("12:00+01:00"),
        OffsetTime.parse("11:00Z"));
  }

  @SafeVarargs
  private static <T> void ascends(ValueCodec<T> codec, @Nullable T... values) {
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        assertThat(Integer.signum(codec.compare(values[i], values[j])))
            .as(values[i] + " and " + values[j])
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void typesAreReadAsSqlWritesThem() {
    for (String text :
        List.of(
            "DECIMAL(12,2)",
            "INTEGER[]",
            "VARCHAR[3][]",
            "STRUCT(a INTEGER, b STRUCT(c MAP(VARCHAR, DOUBLE[])))",
            "UNION(i INTEGER, s VARCHAR)",
            "TIMESTAMP WITH TIME ZONE",
            "TIME WITH TIME ZONE",
            "TIMESTAMP_NS",
            "UUID",
            "UHUGEINT")) {
      assertThat(SqlType.parse(text)).hasToString(text);
    }
    assertThat(
            SqlType.parse(" struct ( \"a b\" int , c enum('x','y') ) ").children().get(0).getName())
        .isEqualTo("a b");
    for (String text :
        List.of("", "INT)", "INTEGER[", "DECIMAL(39,0)", "STRUCT()", "NOPE", "INTEGER[0]")) {
      assertThatThrownBy(() -> SqlType.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
