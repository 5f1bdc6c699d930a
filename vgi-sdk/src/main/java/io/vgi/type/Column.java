package io.vgi.type;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

/**
 * A named column and the key by which its vector is read or written: declared once as a constant,
 * used to declare a function or table and to reach its data. Immutable; another with its name and
 * types means the same.
 *
 * @param <V> the vector that holds the column's values
 */
public final class Column<V extends FieldVector> {
  private static final String PARTITION = "vgi.partition_column";
  private static final String ROW_ID = "is_row_id";

  private final String name;
  private final SqlType type;
  private final Class<V> vector;
  private final boolean nullable;
  private final boolean varargs;
  private final String doc;
  private final Map<String, String> metadata;

  private Column(
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
  public static <V extends FieldVector> Column<V> of(String name, SqlType type, Class<V> vector) {
    Objects.requireNonNull(type, "type is null");
    return new Column<>(
        Objects.requireNonNull(name, "name is null"), type, vector, true, false, "", Map.of());
  }

  /** A column of {@code type}, whatever vector holds it. */
  public static Column<FieldVector> of(String name, SqlType type) {
    return of(name, type, FieldVector.class);
  }

  /** The column that an Arrow field describes, with its metadata. */
  public static Column<FieldVector> of(org.apache.arrow.vector.types.pojo.Field field) {
    Map<String, String> metadata = field.getMetadata();
    return new Column<>(
        field.getName(),
        SqlType.of(field),
        FieldVector.class,
        field.isNullable(),
        false,
        "",
        metadata == null ? Map.of() : Map.copyOf(metadata));
  }

  /** A column of any type. */
  public static Column<FieldVector> any(String name) {
    return of(name, SqlType.ANY);
  }

  /** A BOOLEAN column. */
  public static Column<BitVector> bool(String name) {
    return of(name, SqlType.BOOLEAN, BitVector.class);
  }

  /** A TINYINT column. */
  public static Column<TinyIntVector> tinyint(String name) {
    return of(name, SqlType.TINYINT, TinyIntVector.class);
  }

  /** A SMALLINT column. */
  public static Column<SmallIntVector> smallint(String name) {
    return of(name, SqlType.SMALLINT, SmallIntVector.class);
  }

  /** An INTEGER column. */
  public static Column<IntVector> integer(String name) {
    return of(name, SqlType.INTEGER, IntVector.class);
  }

  /** A BIGINT column. */
  public static Column<BigIntVector> bigint(String name) {
    return of(name, SqlType.BIGINT, BigIntVector.class);
  }

  /** A UTINYINT column. */
  public static Column<UInt1Vector> utinyint(String name) {
    return of(name, SqlType.UTINYINT, UInt1Vector.class);
  }

  /** A USMALLINT column. */
  public static Column<UInt2Vector> usmallint(String name) {
    return of(name, SqlType.USMALLINT, UInt2Vector.class);
  }

  /** A UINTEGER column. */
  public static Column<UInt4Vector> uinteger(String name) {
    return of(name, SqlType.UINTEGER, UInt4Vector.class);
  }

  /** A UBIGINT column. */
  public static Column<UInt8Vector> ubigint(String name) {
    return of(name, SqlType.UBIGINT, UInt8Vector.class);
  }

  /** A HUGEINT column: 16 bytes, two's complement, little endian. */
  public static Column<FixedSizeBinaryVector> hugeint(String name) {
    return of(name, SqlType.HUGEINT, FixedSizeBinaryVector.class);
  }

  /** A FLOAT column. */
  public static Column<Float4Vector> float4(String name) {
    return of(name, SqlType.FLOAT, Float4Vector.class);
  }

  /** A DOUBLE column. */
  public static Column<Float8Vector> float8(String name) {
    return of(name, SqlType.DOUBLE, Float8Vector.class);
  }

  /** A DECIMAL column. */
  public static Column<DecimalVector> decimal(String name, int precision, int scale) {
    return of(name, SqlType.decimal(precision, scale), DecimalVector.class);
  }

  /** A VARCHAR column. */
  public static Column<VarCharVector> varchar(String name) {
    return of(name, SqlType.VARCHAR, VarCharVector.class);
  }

  /** A BLOB column. */
  public static Column<VarBinaryVector> blob(String name) {
    return of(name, SqlType.BLOB, VarBinaryVector.class);
  }

  /** A UUID column: 16 bytes, big endian. */
  public static Column<FixedSizeBinaryVector> uuid(String name) {
    return of(name, SqlType.UUID, FixedSizeBinaryVector.class);
  }

  /** A DATE column. */
  public static Column<DateDayVector> date(String name) {
    return of(name, SqlType.DATE, DateDayVector.class);
  }

  /** A TIME column. */
  public static Column<TimeMicroVector> time(String name) {
    return of(name, SqlType.TIME, TimeMicroVector.class);
  }

  /** A TIMESTAMP column. */
  public static Column<TimeStampMicroVector> timestamp(String name) {
    return of(name, SqlType.TIMESTAMP, TimeStampMicroVector.class);
  }

  /** A TIMESTAMP WITH TIME ZONE column. */
  public static Column<TimeStampMicroTZVector> timestamptz(String name) {
    return of(name, SqlType.TIMESTAMPTZ, TimeStampMicroTZVector.class);
  }

  /** An INTERVAL column. */
  public static Column<IntervalMonthDayNanoVector> interval(String name) {
    return of(name, SqlType.INTERVAL, IntervalMonthDayNanoVector.class);
  }

  /** A list column. */
  public static Column<ListVector> list(String name, SqlType element) {
    return of(name, SqlType.list(element), ListVector.class);
  }

  /** An array column. */
  public static Column<FixedSizeListVector> array(String name, SqlType element, int size) {
    return of(name, SqlType.array(element, size), FixedSizeListVector.class);
  }

  /** A struct column. */
  public static Column<StructVector> struct(String name, Column<?>... members) {
    return of(name, SqlType.struct(members), StructVector.class);
  }

  /** A map column. */
  public static Column<MapVector> map(String name, SqlType key, SqlType value) {
    return of(name, SqlType.map(key, value), MapVector.class);
  }

  /** A union column. */
  public static Column<UnionVector> union(String name, Column<?>... members) {
    return of(name, SqlType.union(members), UnionVector.class);
  }

  /** This column without NULLs. */
  public Column<V> notNull() {
    return new Column<>(name, type, vector, false, varargs, doc, metadata);
  }

  /** This parameter repeated: a call gives one or more columns. */
  public Column<V> varargs() {
    return new Column<>(name, type, vector, nullable, true, doc, metadata);
  }

  /** This column with a documentation text. */
  public Column<V> doc(String text) {
    return new Column<>(name, type, vector, nullable, varargs, text, metadata);
  }

  /** This column with a comment, as table listings show it. */
  public Column<V> comment(String text) {
    return with("comment", text);
  }

  /** This column as one whose values tell batches apart; see PartitionKind. */
  public Column<V> partition() {
    return with(PARTITION, "true");
  }

  /** This column as the one that identifies a row; SQL reads it as {@code rowid}. */
  public Column<V> rowId() {
    return with(ROW_ID, "true");
  }

  /** This column with free metadata on its Arrow field, such as an extension type. */
  public Column<V> metadata(String key, String value) {
    return with(key, value);
  }

  private Column<V> with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return new Column<>(name, type, vector, nullable, varargs, doc, Map.copyOf(more));
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
