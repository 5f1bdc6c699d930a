package io.vgi.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.jspecify.annotations.Nullable;

/**
 * A named column and the key by which its vector is read or written: declared once as a constant,
 * used to declare a function or table and to reach its data. Immutable; another with its name and
 * types means the same.
 *
 * @param <V> the vector that holds the column's values
 */
public abstract sealed class Column<V extends FieldVector> permits ValueColumn {
  static final String PARTITION = "vgi.partition_column";
  static final String ROW_ID = "is_row_id";

  private final String name;
  private final SqlType type;
  private final Class<V> vector;
  private final boolean nullable;
  private final boolean varargs;
  private final String doc;
  private final Map<String, String> metadata;

  Column(
      String name,
      SqlType type,
      Class<V> vector,
      boolean nullable,
      boolean varargs,
      String doc,
      Map<String, String> metadata) {
    this.name = name;
    this.type = type;
    this.vector = vector;
    this.nullable = nullable;
    this.varargs = varargs;
    this.doc = doc;
    this.metadata = metadata;
  }

  /** A column of {@code type} whose values are held by {@code vector}. */
  public static <V extends FieldVector> ValueColumn<V, Object> of(
      String name, SqlType type, Class<V> vector) {
    return of(name, type, vector, Object.class);
  }

  private static <V extends FieldVector, T> ValueColumn<V, T> of(
      String name, SqlType type, Class<V> vector, Class<T> java) {
    Objects.requireNonNull(type, "type is null");
    return new ValueColumn<>(
        Objects.requireNonNull(name, "name is null"),
        type,
        vector,
        true,
        false,
        "",
        Map.of(),
        java,
        null);
  }

  @SuppressWarnings("unchecked") // a value of the class has natural elements
  private static <V extends FieldVector, T> ValueColumn<V, T> nested(
      String name, SqlType type, Class<V> vector, Class<? super T> java) {
    return of(name, type, vector, (Class<T>) java);
  }

  /** A column of {@code type}, whatever vector holds it. */
  public static ValueColumn<FieldVector, Object> of(String name, SqlType type) {
    return of(name, type, FieldVector.class);
  }

  /** A column with the type and the values of {@code codec}. */
  public static <T> ValueColumn<FieldVector, T> of(String name, ValueCodec<T> codec) {
    return new ValueColumn<>(
        Objects.requireNonNull(name, "name is null"),
        codec.type(),
        FieldVector.class,
        true,
        false,
        "",
        Map.of(),
        null,
        codec);
  }

  /** The column that an Arrow field describes, with its metadata. */
  public static ValueColumn<FieldVector, Object> of(
      org.apache.arrow.vector.types.pojo.Field field) {
    Map<String, String> metadata = field.getMetadata();
    return new ValueColumn<>(
        field.getName(),
        SqlType.of(field),
        FieldVector.class,
        field.isNullable(),
        false,
        "",
        metadata == null ? Map.of() : Map.copyOf(metadata),
        Object.class,
        null);
  }

  /** A column of any type. */
  public static ValueColumn<FieldVector, Object> any(String name) {
    return of(name, SqlType.ANY);
  }

  /** A BOOLEAN column. */
  public static ValueColumn<BitVector, Boolean> bool(String name) {
    return of(name, SqlType.BOOLEAN, BitVector.class, Boolean.class);
  }

  /** A TINYINT column. */
  public static ValueColumn<TinyIntVector, Integer> tinyint(String name) {
    return of(name, SqlType.TINYINT, TinyIntVector.class, Integer.class);
  }

  /** A SMALLINT column. */
  public static ValueColumn<SmallIntVector, Integer> smallint(String name) {
    return of(name, SqlType.SMALLINT, SmallIntVector.class, Integer.class);
  }

  /** An INTEGER column. */
  public static ValueColumn<IntVector, Integer> integer(String name) {
    return of(name, SqlType.INTEGER, IntVector.class, Integer.class);
  }

  /** A BIGINT column. */
  public static ValueColumn<BigIntVector, Long> bigint(String name) {
    return of(name, SqlType.BIGINT, BigIntVector.class, Long.class);
  }

  /** A UTINYINT column. */
  public static ValueColumn<UInt1Vector, Integer> utinyint(String name) {
    return of(name, SqlType.UTINYINT, UInt1Vector.class, Integer.class);
  }

  /** A USMALLINT column. */
  public static ValueColumn<UInt2Vector, Integer> usmallint(String name) {
    return of(name, SqlType.USMALLINT, UInt2Vector.class, Integer.class);
  }

  /** A UINTEGER column. */
  public static ValueColumn<UInt4Vector, Long> uinteger(String name) {
    return of(name, SqlType.UINTEGER, UInt4Vector.class, Long.class);
  }

  /** A UBIGINT column. */
  public static ValueColumn<UInt8Vector, BigInteger> ubigint(String name) {
    return of(name, SqlType.UBIGINT, UInt8Vector.class, BigInteger.class);
  }

  /** A HUGEINT column: 16 bytes, two's complement, little endian. */
  public static ValueColumn<FixedSizeBinaryVector, BigInteger> hugeint(String name) {
    return of(name, SqlType.HUGEINT, FixedSizeBinaryVector.class, BigInteger.class);
  }

  /** A FLOAT column. */
  public static ValueColumn<Float4Vector, Double> float4(String name) {
    return of(name, SqlType.FLOAT, Float4Vector.class, Double.class);
  }

  /** A DOUBLE column. */
  public static ValueColumn<Float8Vector, Double> float8(String name) {
    return of(name, SqlType.DOUBLE, Float8Vector.class, Double.class);
  }

  /** A DECIMAL column. */
  public static ValueColumn<DecimalVector, BigDecimal> decimal(
      String name, int precision, int scale) {
    return of(name, SqlType.decimal(precision, scale), DecimalVector.class, BigDecimal.class);
  }

  /** A VARCHAR column. */
  public static ValueColumn<VarCharVector, String> varchar(String name) {
    return of(name, SqlType.VARCHAR, VarCharVector.class, String.class);
  }

  /** A BLOB column. */
  public static ValueColumn<VarBinaryVector, byte[]> blob(String name) {
    return of(name, SqlType.BLOB, VarBinaryVector.class, byte[].class);
  }

  /** A UUID column: 16 bytes, big endian. */
  public static ValueColumn<FixedSizeBinaryVector, UUID> uuid(String name) {
    return of(name, SqlType.UUID, FixedSizeBinaryVector.class, UUID.class);
  }

  /** A DATE column. */
  public static ValueColumn<DateDayVector, LocalDate> date(String name) {
    return of(name, SqlType.DATE, DateDayVector.class, LocalDate.class);
  }

  /** A TIME column. */
  public static ValueColumn<TimeMicroVector, LocalTime> time(String name) {
    return of(name, SqlType.TIME, TimeMicroVector.class, LocalTime.class);
  }

  /** A TIMESTAMP column. */
  public static ValueColumn<TimeStampMicroVector, LocalDateTime> timestamp(String name) {
    return of(name, SqlType.TIMESTAMP, TimeStampMicroVector.class, LocalDateTime.class);
  }

  /** A TIMESTAMP WITH TIME ZONE column. */
  public static ValueColumn<TimeStampMicroTZVector, Instant> timestamptz(String name) {
    return of(name, SqlType.TIMESTAMPTZ, TimeStampMicroTZVector.class, Instant.class);
  }

  /** An INTERVAL column. */
  public static ValueColumn<IntervalMonthDayNanoVector, PeriodDuration> interval(String name) {
    return of(name, SqlType.INTERVAL, IntervalMonthDayNanoVector.class, PeriodDuration.class);
  }

  /** A list column. */
  public static ValueColumn<ListVector, List<@Nullable Object>> list(String name, SqlType element) {
    return nested(name, SqlType.list(element), ListVector.class, List.class);
  }

  /** An array column. */
  public static ValueColumn<FixedSizeListVector, List<@Nullable Object>> array(
      String name, SqlType element, int size) {
    return nested(name, SqlType.array(element, size), FixedSizeListVector.class, List.class);
  }

  /** A struct column. */
  public static ValueColumn<StructVector, Map<String, @Nullable Object>> struct(
      String name, Column<?>... members) {
    return nested(name, SqlType.struct(members), StructVector.class, Map.class);
  }

  /** A map column. */
  public static ValueColumn<MapVector, Map<Object, @Nullable Object>> map(
      String name, SqlType key, SqlType value) {
    return nested(name, SqlType.map(key, value), MapVector.class, Map.class);
  }

  /** A union column. */
  public static ValueColumn<UnionVector, Map<String, @Nullable Object>> union(
      String name, Column<?>... members) {
    return nested(name, SqlType.union(members), UnionVector.class, Map.class);
  }

  /** This column without NULLs. */
  public abstract Column<V> notNull();

  /** This parameter repeated: a call gives one or more columns. */
  public abstract Column<V> varargs();

  /** This column with a documentation text. */
  public abstract Column<V> doc(String text);

  /** This column with a comment, as table listings show it. */
  public abstract Column<V> comment(String text);

  /** This column as one whose values tell batches apart; see PartitionKind. */
  public abstract Column<V> partition();

  /** This column as the one that identifies a row; SQL reads it as {@code rowid}. */
  public abstract Column<V> rowId();

  /** This column with free metadata on its Arrow field, such as an extension type. */
  public abstract Column<V> metadata(String key, String value);

  /** The metadata with one entry more. */
  final Map<String, String> plus(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return Map.copyOf(more);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The type. */
  public SqlType type() {
    return type;
  }

  /** The class of the vector that holds values. */
  public Class<V> vector() {
    return vector;
  }

  /** Whether values may be NULL. */
  public boolean nullable() {
    return nullable;
  }

  /** Whether a call gives one or more columns. */
  public boolean isVarargs() {
    return varargs;
  }

  /** Whether its values tell batches apart. */
  public boolean isPartition() {
    return metadata.containsKey(PARTITION);
  }

  /** Whether it identifies a row. */
  public boolean isRowId() {
    return metadata.containsKey(ROW_ID);
  }

  /** The documentation text; empty when there is none. */
  public String doc() {
    return doc;
  }

  /** Metadata of its Arrow field. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The Arrow field of this column. */
  public org.apache.arrow.vector.types.pojo.Field field() {
    return type.field(name, nullable, metadata);
  }

  @Override
  public String toString() {
    return name + " " + type.sql();
  }
}
