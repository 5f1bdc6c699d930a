package io.vgi.type;

import io.vgi.rpc.internal.log.WorkerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB type and the Arrow form in which a worker holds it.
 *
 * <p>Types that Arrow lacks use the forms the engine reads back losslessly: HUGEINT and UHUGEINT
 * are 16 bytes little endian, UUID 16 bytes big endian, TIMETZ 8 bytes, BIT and BIGNUM DuckDB's own
 * bytes. Immutable and safe to share between threads.
 */
public final class SqlType {
  private static final String EXTENSION = "ARROW:extension:name";
  private static final String EXTENSION_METADATA = "ARROW:extension:metadata";
  private static final String ANY_KEY = "vgi:any";

  /** BOOLEAN, in a {@code BitVector}. */
  public static final SqlType BOOLEAN = plain(ArrowType.Bool.INSTANCE);

  /** TINYINT, in a {@code TinyIntVector}. */
  public static final SqlType TINYINT = plain(new ArrowType.Int(8, true));

  /** SMALLINT, in a {@code SmallIntVector}. */
  public static final SqlType SMALLINT = plain(new ArrowType.Int(16, true));

  /** INTEGER, in an {@code IntVector}. */
  public static final SqlType INTEGER = plain(new ArrowType.Int(32, true));

  /** BIGINT, in a {@code BigIntVector}. */
  public static final SqlType BIGINT = plain(new ArrowType.Int(64, true));

  /** UTINYINT, in a {@code UInt1Vector}. */
  public static final SqlType UTINYINT = plain(new ArrowType.Int(8, false));

  /** USMALLINT, in a {@code UInt2Vector}. */
  public static final SqlType USMALLINT = plain(new ArrowType.Int(16, false));

  /** UINTEGER, in a {@code UInt4Vector}. */
  public static final SqlType UINTEGER = plain(new ArrowType.Int(32, false));

  /** UBIGINT, in a {@code UInt8Vector}. */
  public static final SqlType UBIGINT = plain(new ArrowType.Int(64, false));

  /** HUGEINT, in a {@code FixedSizeBinaryVector} of 16 bytes, two's complement, little endian. */
  public static final SqlType HUGEINT = opaque(new ArrowType.FixedSizeBinary(16), "hugeint");

  /** UHUGEINT, in a {@code FixedSizeBinaryVector} of 16 bytes, little endian. */
  public static final SqlType UHUGEINT = opaque(new ArrowType.FixedSizeBinary(16), "uhugeint");

  /** FLOAT, in a {@code Float4Vector}. */
  public static final SqlType FLOAT =
      plain(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));

  /** DOUBLE, in a {@code Float8Vector}. */
  public static final SqlType DOUBLE =
      plain(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));

  /** VARCHAR, in a {@code VarCharVector} of UTF-8. */
  public static final SqlType VARCHAR = plain(ArrowType.Utf8.INSTANCE);

  /** BLOB, in a {@code VarBinaryVector}. */
  public static final SqlType BLOB = plain(ArrowType.Binary.INSTANCE);

  /** BIT, in a {@code VarBinaryVector}: one byte with the number of padding bits, then the bits. */
  public static final SqlType BIT = opaque(ArrowType.Binary.INSTANCE, "bit");

  /** BIGNUM, in a {@code VarBinaryVector} in DuckDB's form. */
  public static final SqlType BIGNUM = opaque(ArrowType.Binary.INSTANCE, "bignum");

  /** JSON, in a {@code VarCharVector}. */
  public static final SqlType JSON = extension(ArrowType.Utf8.INSTANCE, "arrow.json", "");

  /** UUID, in a {@code FixedSizeBinaryVector} of 16 bytes, big endian. */
  public static final SqlType UUID = extension(new ArrowType.FixedSizeBinary(16), "arrow.uuid", "");

  /** DATE, in a {@code DateDayVector} of days since 1970-01-01. */
  public static final SqlType DATE = plain(new ArrowType.Date(DateUnit.DAY));

  /** TIME, in a {@code TimeMicroVector}. */
  public static final SqlType TIME = plain(new ArrowType.Time(TimeUnit.MICROSECOND, 64));

  /** TIME_NS, in a {@code TimeNanoVector}. */
  public static final SqlType TIME_NS = plain(new ArrowType.Time(TimeUnit.NANOSECOND, 64));

  /** TIME WITH TIME ZONE, in a {@code FixedSizeBinaryVector} of 8 bytes in DuckDB's form. */
  public static final SqlType TIMETZ = opaque(new ArrowType.FixedSizeBinary(8), "time_tz");

  /** TIMESTAMP, in a {@code TimeStampMicroVector}. */
  public static final SqlType TIMESTAMP =
      plain(new ArrowType.Timestamp(TimeUnit.MICROSECOND, null));

  /** TIMESTAMP_S, in a {@code TimeStampSecVector}. */
  public static final SqlType TIMESTAMP_S = plain(new ArrowType.Timestamp(TimeUnit.SECOND, null));

  /** TIMESTAMP_MS, in a {@code TimeStampMilliVector}. */
  public static final SqlType TIMESTAMP_MS =
      plain(new ArrowType.Timestamp(TimeUnit.MILLISECOND, null));

  /** TIMESTAMP_NS, in a {@code TimeStampNanoVector}. */
  public static final SqlType TIMESTAMP_NS =
      plain(new ArrowType.Timestamp(TimeUnit.NANOSECOND, null));

  /** TIMESTAMP WITH TIME ZONE, in a {@code TimeStampMicroTZVector}. */
  public static final SqlType TIMESTAMPTZ =
      plain(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));

  /** INTERVAL, in an {@code IntervalMonthDayNanoVector}. */
  public static final SqlType INTERVAL = plain(new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO));

  /** The type of a bare NULL. */
  public static final SqlType NULL = plain(ArrowType.Null.INSTANCE);

  /** Any type: of a parameter, or of a result that is decided at bind. */
  public static final SqlType ANY =
      new SqlType(ArrowType.Null.INSTANCE, List.of(), Map.of(ANY_KEY, "true"), null);

  private final ArrowType arrow;
  private final List<Field> children;
  private final Map<String, String> metadata;
  private final @Nullable DictionaryEncoding dictionary;

  private SqlType(
      ArrowType arrow,
      List<Field> children,
      Map<String, String> metadata,
      @Nullable DictionaryEncoding dictionary) {
    this.arrow = arrow;
    this.children = children;
    this.metadata = metadata;
    this.dictionary = dictionary;
  }

  private static SqlType plain(ArrowType arrow) {
    return new SqlType(arrow, List.of(), Map.of(), null);
  }

  private static SqlType extension(ArrowType storage, String name, String metadata) {
    return new SqlType(
        storage, List.of(), Map.of(EXTENSION, name, EXTENSION_METADATA, metadata), null);
  }

  private static SqlType opaque(ArrowType storage, String name) {
    return extension(
        storage, "arrow.opaque", "{\"type_name\":\"" + name + "\",\"vendor_name\":\"DuckDB\"}");
  }

  /**
   * DECIMAL, in a {@code DecimalVector}; 1 to 38 digits, of which {@code scale} are behind the
   * point.
   */
  public static SqlType decimal(int precision, int scale) {
    if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "DECIMAL("
              + precision
              + ", "
              + scale
              + ") does not exist: 1 to 38 digits, the scale"
              + " within them");
    }
    return plain(new ArrowType.Decimal(precision, scale, 128));
  }

  /** A list, in a {@code ListVector}. */
  public static SqlType list(SqlType element) {
    return new SqlType(ArrowType.List.INSTANCE, List.of(element.field("item")), Map.of(), null);
  }

  /** An array of {@code size} elements, in a {@code FixedSizeListVector}. */
  public static SqlType array(SqlType element, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("An ARRAY needs at least one element, not " + size);
    }
    return new SqlType(
        new ArrowType.FixedSizeList(size), List.of(element.field("item")), Map.of(), null);
  }

  /** A struct of {@code members}, in a {@code StructVector}. */
  public static SqlType struct(Column<?>... members) {
    return new SqlType(ArrowType.Struct.INSTANCE, fields(members), Map.of(), null);
  }

  /** A map, in a {@code MapVector}. */
  public static SqlType map(SqlType key, SqlType value) {
    Field entries =
        Fields.of(
            "entries",
            FieldType.notNullable(ArrowType.Struct.INSTANCE),
            List.of(key.field("key", false), value.field("value")));
    return new SqlType(new ArrowType.Map(false), List.of(entries), Map.of(), null);
  }

  /** A union of {@code members}, in a {@code UnionVector}; the type id is the member's position. */
  public static SqlType union(Column<?>... members) {
    int[] ids = new int[members.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i;
    }
    return new SqlType(new ArrowType.Union(UnionMode.Sparse, ids), fields(members), Map.of(), null);
  }

  /**
   * ENUM of at most {@code members} distinct values, in a {@code VarCharVector}; dictionary-encoded
   * on the wire.
   */
  public static SqlType enumeration(int members) {
    int bits = members <= 1 << 8 ? 8 : members <= 1 << 16 ? 16 : 32;
    return new SqlType(
        ArrowType.Utf8.INSTANCE,
        List.of(),
        Map.of(),
        new DictionaryEncoding(0, false, new ArrowType.Int(bits, false)));
  }

  /** The type of {@code field}, whatever its name and nullability. */
  public static SqlType of(Field field) {
    return new SqlType(
        field.getType(),
        field.getChildren(),
        Map.copyOf(field.getMetadata()),
        field.getDictionary());
  }

  /**
   * The type that {@code text} names as SQL does, such as {@code DECIMAL(12,2)}, {@code INTEGER[]}
   * or {@code STRUCT(a INTEGER, "b c" VARCHAR)}.
   *
   * @throws IllegalArgumentException when it names none
   */
  public static SqlType parse(String text) {
    return SqlTypeParser.parse(text);
  }

  private static List<Field> fields(Column<?>[] members) {
    List<Field> fields = new ArrayList<>(members.length);
    for (Column<?> member : members) {
      fields.add(member.field());
    }
    return List.copyOf(fields);
  }

  /** The Arrow type that holds values. */
  public ArrowType arrow() {
    return arrow;
  }

  /** The fields of nested types. */
  public List<Field> children() {
    return children;
  }

  /** Whether this is {@link #ANY}. */
  public boolean isAny() {
    return metadata.containsKey(ANY_KEY);
  }

  /** A nullable field of this type. */
  public Field field(String name) {
    return field(name, true);
  }

  /** A field of this type. */
  public Field field(String name, boolean nullable) {
    return field(name, nullable, Map.of());
  }

  /** A field of this type with further metadata. */
  public Field field(String name, boolean nullable, Map<String, String> more) {
    Map<String, String> all = metadata;
    if (!more.isEmpty()) {
      all = new java.util.LinkedHashMap<>(metadata);
      all.putAll(more);
    }
    DictionaryEncoding encoding = dictionary;
    if (encoding != null) {
      // ids only have to differ within one schema; fields of one name do not meet in one
      encoding =
          new DictionaryEncoding(
              name.hashCode() & 0x7fffffffL, encoding.isOrdered(), encoding.getIndexType());
    }
    return Fields.of(name, new FieldType(nullable, arrow, encoding, all), children);
  }

  /** The name of this type in SQL, as error messages show it. */
  public String sql() {
    return SqlName.of(this);
  }

  @Nullable String extensionName() {
    return metadata.get(EXTENSION);
  }

  @Nullable String opaqueName() {
    if (!"arrow.opaque".equals(extensionName())) {
      return null;
    }
    String text = metadata.getOrDefault(EXTENSION_METADATA, "");
    int key = text.indexOf("\"type_name\"");
    int start = key < 0 ? -1 : text.indexOf('"', text.indexOf(':', key)) + 1;
    int end = start < 1 ? -1 : text.indexOf('"', start);
    return end < 0 ? null : text.substring(start, end);
  }

  boolean isDictionary() {
    return dictionary != null;
  }

  /** Equal when values of both are held alike, whatever the names of list elements. */
  @Override
  public boolean equals(Object other) {
    if (this == other) { // mostly the very same
      return true;
    }
    return other instanceof SqlType that
        && arrow.getTypeID() == that.arrow.getTypeID()
        && io.vgi.rpc.WireSchema.sameType(field(""), that.field(""))
        && Objects.equals(extensionName(), that.extensionName())
        && Objects.equals(opaqueName(), that.opaqueName());
  }

  @Override
  public int hashCode() {
    return arrow.hashCode();
  }

  @Override
  public String toString() {
    return sql();
  }

  /**
   * Makes Arrow's fields, which have loggers: declarations may be the first to reach those. A start
   * finds out which there are when its jar is open, so not before it needs a field.
   */
  private static final class Fields {
    static {
      WorkerLog.quietWithoutProvider();
    }

    private Fields() {}

    static Field of(String name, FieldType type, List<Field> children) {
      return new Field(name, type, children);
    }
  }
}
