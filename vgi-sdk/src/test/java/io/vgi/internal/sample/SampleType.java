package io.vgi.internal.sample;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A type with a few values that are often equal, and how SQL writes them. Values are Boolean, Long,
 * BigInteger, BigDecimal, Double, String, byte[], int[] for intervals and lists of these.
 */
public final class SampleType {
  /** The ticks of an infinite timestamp of any unit. */
  private static final long ENDLESS = Long.MAX_VALUE;

  /** The name in SQL. */
  public final String sql;

  /** The type. */
  public final SqlType type;

  /** The types of elements or members. */
  public final List<SampleType> children;

  private final List<Object> pool;

  private SampleType(String sql, SqlType type, List<SampleType> children, List<?> pool) {
    this.sql = sql;
    this.type = type;
    this.children = children;
    this.pool = List.copyOf(pool);
  }

  private static SampleType of(SqlType type, Object... pool) {
    return new SampleType(type.sql(), type, List.of(), List.of(pool));
  }

  private static SampleType whole(SqlType type, int bits, boolean signed) {
    BigInteger one = BigInteger.ONE;
    BigInteger low = signed ? one.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
    BigInteger high = one.shiftLeft(signed ? bits - 1 : bits).subtract(one);
    List<BigInteger> pool = new ArrayList<>(List.of(low, high, high.subtract(one)));
    for (int i = signed ? -2 : 0; i < 6; i++) {
      pool.add(BigInteger.valueOf(i));
    }
    return new SampleType(type.sql(), type, List.of(), pool);
  }

  private static SampleType decimal(int width, int scale) {
    List<BigDecimal> pool = new ArrayList<>();
    BigInteger most = BigInteger.TEN.pow(width).subtract(BigInteger.ONE);
    pool.add(new BigDecimal(most, scale));
    pool.add(new BigDecimal(most.negate(), scale));
    for (int i = -3; i < 6; i++) {
      pool.add(new BigDecimal(i).multiply(new BigDecimal("0.5")).setScale(scale));
    }
    return new SampleType(
        "DECIMAL(" + width + "," + scale + ")", SqlType.decimal(width, scale), List.of(), pool);
  }

  public static List<SampleType> numbers() {
    Object[] reals = {
      0.0,
      -0.0,
      1.0,
      0.5,
      -1.5,
      2.5,
      3.0,
      100.0,
      -2.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    return List.of(
        whole(SqlType.TINYINT, 8, true),
        whole(SqlType.SMALLINT, 16, true),
        whole(SqlType.INTEGER, 32, true),
        whole(SqlType.BIGINT, 64, true),
        whole(SqlType.UTINYINT, 8, false),
        whole(SqlType.USMALLINT, 16, false),
        whole(SqlType.UINTEGER, 32, false),
        whole(SqlType.UBIGINT, 64, false),
        whole(SqlType.HUGEINT, 128, true),
        whole(SqlType.UHUGEINT, 128, false),
        decimal(4, 1),
        decimal(18, 6),
        decimal(38, 10),
        of(SqlType.FLOAT, reals),
        of(SqlType.DOUBLE, reals));
  }

  public static List<SampleType> others() {
    List<SampleType> types = new ArrayList<>();
    types.add(of(SqlType.BOOLEAN, true, false));
    types.add(
        of(
            SqlType.VARCHAR,
            "",
            "a",
            "A",
            "ab",
            "b",
            "ba",
            "\u00e9",
            "e\u0301",
            "z",
            "\uFFFD",
            "\uD83D\uDE00",
            "it's"));
    types.add(
        of(SqlType.BLOB, bytes(), bytes(0), bytes(0x7f), bytes(0x80), bytes(0xff), bytes(0xff, 0)));
    types.add(
        of(
            SqlType.UUID,
            new UUID(0, 0),
            new UUID(-1, -1),
            new UUID(1, -1),
            new UUID(-1, 1),
            new UUID(0x7fffffffffffffffL, 5)));
    int infinite = Integer.MAX_VALUE;
    types.add(of(SqlType.DATE, date(0), date(-1), date(19_000), date(infinite), date(-infinite)));
    types.add(of(SqlType.TIME, 0L, 1L, 43_200_000_000L, 86_399_999_999L));
    types.add(of(SqlType.TIME_NS, 0L, 1L, 1_000L, 43_200_000_000_000L, 86_399_999_999_999L));
    types.add(of(SqlType.TIMETZ, timeTz(10, 0), timeTz(12, 2), timeTz(10, -2), timeTz(8, -2)));
    types.add(of(SqlType.TIMESTAMP_S, -1L, 0L, 1L, 1_700_000_000L, ENDLESS, -ENDLESS));
    types.add(of(SqlType.TIMESTAMP_MS, -1L, 0L, 1L, 1_700_000_000_000L, ENDLESS, -ENDLESS));
    types.add(of(SqlType.TIMESTAMP, -1L, 0L, 1L, 1_700_000_000_000_000L, ENDLESS, -ENDLESS));
    types.add(
        of(
            SqlType.TIMESTAMP_NS,
            -1_000L,
            0L,
            1_000L,
            1_700_000_000_000_000_000L,
            ENDLESS,
            -ENDLESS));
    types.add(
        of(
            SqlType.TIMESTAMPTZ,
            -1_000_000L,
            0L,
            1_000_000L,
            1_700_000_000_000_000L,
            ENDLESS,
            -ENDLESS));
    types.add(interval());
    types.add(
        of(SqlType.BIT, bits("0"), bits("1"), bits("01"), bits("00000001"), bits("100000000")));
    List<byte[]> numbers = new ArrayList<>();
    for (int shift : new int[] {0, 7, 8, 63, 200}) {
      BigInteger one = BigInteger.ONE.shiftLeft(shift);
      numbers.addAll(
          List.of(bignum(one), bignum(one.negate()), bignum(one.subtract(BigInteger.ONE))));
    }
    types.add(of(SqlType.BIGNUM, numbers.toArray()));
    return types;
  }

  /** Times that DuckDB has, and that its extension refuses in what a worker gives. */
  public static List<SampleType> wholeDays() {
    long day = 86_400_000_000L;
    return List.of(
        of(SqlType.TIME, 0L, day - 1, day), of(SqlType.TIME_NS, 0L, 1000 * day - 1, 1000 * day));
  }

  /** Types that leave a worker with a dictionary, and that the engine has as VARCHAR. */
  public static List<SampleType> enumerations() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add("member" + i);
    }
    return List.of(
        new SampleType(
            "VARCHAR", SqlType.enumeration(4), List.of(), List.of("red", "green", "", "\u00e9")),
        new SampleType("VARCHAR", SqlType.enumeration(300), List.of(), many));
  }

  private static SampleType interval() {
    return of(
        SqlType.INTERVAL,
        new int[] {0, 0, 0},
        new int[] {1, 0, 0},
        new int[] {0, 30, 0},
        new int[] {0, 29, 48},
        new int[] {1, -1, 0},
        new int[] {0, 29, 0},
        new int[] {-1, 0, 0},
        new int[] {0, -29, -25},
        new int[] {0, 0, 24 * 31},
        new int[] {0, 1, -24});
  }

  public static List<SampleType> nested() {
    SampleType number = whole(SqlType.INTEGER, 32, true);
    SampleType text = of(SqlType.VARCHAR, "", "a", "b");
    SampleType real = of(SqlType.DOUBLE, 0.0, -0.0, Double.NaN, 1.0);
    SampleType struct =
        new SampleType(
            "STRUCT(a INTEGER, b VARCHAR)",
            SqlType.struct(Column.integer("a"), Column.varchar("b")),
            List.of(number, text),
            List.of());
    return List.of(
        new SampleType("INTEGER[]", SqlType.list(SqlType.INTEGER), List.of(number), List.of()),
        new SampleType("DOUBLE[]", SqlType.list(SqlType.DOUBLE), List.of(real), List.of()),
        new SampleType("VARCHAR[]", SqlType.list(SqlType.VARCHAR), List.of(text), List.of()),
        new SampleType("INTEGER[2]", SqlType.array(SqlType.INTEGER, 2), List.of(number), List.of()),
        struct,
        new SampleType(
            "STRUCT(a INTEGER, b VARCHAR)[]",
            SqlType.list(struct.type),
            List.of(struct),
            List.of()),
        new SampleType(
            "MAP(VARCHAR, INTEGER)",
            SqlType.map(SqlType.VARCHAR, SqlType.INTEGER),
            List.of(text, number),
            List.of()),
        new SampleType(
            "UNION(i INTEGER, s VARCHAR)",
            SqlType.union(Column.integer("i"), Column.varchar("s")),
            List.of(number, text),
            List.of()));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** DuckDB's form: how many bits are missing in the first byte, which are set, then all bits. */
  private static byte[] bits(String digits) {
    int padding = (8 - digits.length() % 8) % 8;
    byte[] bits = new BigInteger("1" + "1".repeat(padding) + digits, 2).toByteArray();
    byte[] bytes = new byte[1 + (padding + digits.length()) / 8];
    System.arraycopy(bits, bits.length - bytes.length + 1, bytes, 1, bytes.length - 1);
    bytes[0] = (byte) padding;
    return bytes;
  }

  private static String bits(byte[] bytes) {
    StringBuilder digits = new StringBuilder();
    for (int i = 1; i < bytes.length; i++) {
      digits.append(Integer.toBinaryString(256 + (bytes[i] & 255)).substring(1));
    }
    return digits.substring(bytes[0]);
  }

  /**
   * DuckDB's form: three bytes of length and sign, then the magnitude; all inverted if negative.
   */
  private static byte[] bignum(BigInteger value) {
    byte[] magnitude = value.abs().toByteArray();
    int from = magnitude.length > 1 && magnitude[0] == 0 ? 1 : 0;
    int length = magnitude.length - from;
    byte[] bytes = new byte[3 + length];
    int header = length | 0x800000;
    bytes[0] = (byte) (header >> 16);
    bytes[1] = (byte) (header >> 8);
    bytes[2] = (byte) header;
    System.arraycopy(magnitude, from, bytes, 3, length);
    return value.signum() < 0 ? inverted(bytes) : bytes;
  }

  private static BigInteger bignum(byte[] bytes) {
    boolean negative = bytes[0] >= 0;
    byte[] plain = negative ? inverted(bytes) : bytes;
    return new BigInteger(negative ? -1 : 1, plain, 3, plain.length - 3);
  }

  private static byte[] inverted(byte[] bytes) {
    byte[] inverted = bytes.clone();
    for (int i = 0; i < bytes.length; i++) {
      inverted[i] = (byte) ~bytes[i];
    }
    return inverted;
  }

  private static Long date(int days) {
    return (long) days;
  }

  /** An hour and an offset in hours, as a pair that is no number. */
  private static String timeTz(int hour, int offset) {
    return (hour < 10 ? "0" : "") + hour + ":00:00" + (offset < 0 ? "-0" : "+0") + Math.abs(offset);
  }

  /** A random value, which may be null at any depth. */
  public @Nullable Object value(Random random) {
    return random.nextInt(6) == 0 ? null : present(random);
  }

  /** A random value that is not null itself. */
  public Object present(Random random) {
    if (children.isEmpty()) {
      return pool.get(random.nextInt(pool.size()));
    }
    List<@Nullable Object> members = new ArrayList<>();
    if (sql.startsWith("UNION") && !sql.endsWith("]")) {
      int member = random.nextInt(2);
      return new Object[] {member, children.get(member).present(random)};
    } else if (sql.startsWith("MAP")) {
      for (String key : List.of("a", "b")) {
        if (random.nextBoolean()) {
          members.add(key);
          members.add(children.get(1).value(random));
        }
      }
      return members;
    } else if (sql.endsWith("]")) {
      int size = sql.endsWith("[2]") ? 2 : random.nextInt(4);
      for (int i = 0; i < size; i++) {
        members.add(children.get(0).value(random));
      }
      return members;
    }
    for (SampleType child : children) {
      members.add(child.value(random));
    }
    return members;
  }

  /** A value as SQL writes it, with its type. */
  public String literal(@Nullable Object value) {
    return value == null ? "NULL::" + sql : bare(value);
  }

  private String bare(Object value) {
    if (value instanceof List<?> members) {
      return nested(members);
    } else if (value instanceof Object[] union) {
      int member = (Integer) union[0];
      String name = member == 0 ? "i" : "s";
      return "union_value(" + name + " := " + children.get(member).literal(union[1]) + ")::" + sql;
    } else if (value instanceof byte[] bytes && sql.startsWith("BI")) {
      return "'" + (sql.equals("BIT") ? bits(bytes) : bignum(bytes).toString()) + "'::" + sql;
    } else if (value instanceof byte[] bytes) {
      StringBuilder out = new StringBuilder("'");
      for (byte b : bytes) {
        out.append("\\x").append(String.format("%02X", b));
      }
      return out.append("'::BLOB").toString();
    } else if (value instanceof int[] parts) {
      return "(to_months("
          + parts[0]
          + ") + to_days("
          + parts[1]
          + ") + to_hours("
          + parts[2]
          + "))";
    } else if (value instanceof Long units && isTemporal()) {
      return temporal(units);
    }
    return "'" + value.toString().replace("'", "''") + "'::" + sql;
  }

  private boolean isTemporal() {
    return sql.startsWith("DATE") || sql.startsWith("TIME");
  }

  private String temporal(long units) {
    boolean time = sql.equals("TIME") || sql.equals("TIME_NS");
    if (time && units == (sql.equals("TIME") ? 1 : 1000) * 86_400_000_000L) {
      return "'24:00:00'::" + sql;
    } else if (Math.abs(units) == ENDLESS) {
      return "'" + (units < 0 ? "-" : "") + "infinity'::" + sql;
    }
    return switch (sql) {
      case "DATE" ->
          Math.abs(units) == Integer.MAX_VALUE
              ? "'" + (units < 0 ? "-" : "") + "infinity'::DATE"
              : "'" + LocalDate.ofEpochDay(units) + "'::DATE";
      case "TIME" -> "('00:00:00'::TIME + to_microseconds(" + units + "))";
      case "TIME_NS" -> "'" + LocalTime.ofNanoOfDay(units) + "'::TIME_NS";
      case "TIMESTAMP_S" -> "make_timestamp(" + units + "::BIGINT * 1000000)::TIMESTAMP_S";
      case "TIMESTAMP_MS" -> "make_timestamp(" + units + "::BIGINT * 1000)::TIMESTAMP_MS";
      case "TIMESTAMP" -> "make_timestamp(" + units + ")";
      case "TIMESTAMP_NS" -> "make_timestamp_ns(" + units + ")";
      default -> "to_timestamp(" + units / 1_000_000 + ")";
    };
  }

  private String nested(List<?> members) {
    StringBuilder out = new StringBuilder();
    boolean map = sql.startsWith("MAP");
    boolean list = sql.endsWith("]");
    out.append(map ? "MAP {" : list ? "[" : "{");
    for (int i = 0; i < members.size(); i++) {
      out.append(i == 0 ? "" : map && i % 2 == 1 ? ": " : ", ");
      SampleType child = children.get(list ? 0 : i % children.size());
      out.append(list || map ? "" : i == 0 ? "'a': " : "'b': ");
      out.append(child.literal(members.get(i)));
    }
    return out.append(map ? "}" : list ? "]" : "}").append("::").append(sql).toString();
  }
}
