package io.vgi.type;

import io.vgi.rpc.VgiException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes and compares the values of one DuckDB type as one Java type. Immutable and safe to
 * share between threads.
 *
 * <p>Which Java types a DuckDB type has. The natural one, named first, is what a value is when
 * {@code Object} is asked for: in filters, arguments, settings, secrets and elements of these.
 *
 * <table>
 * <caption>DuckDB type and Java types</caption>
 * <tr><th>DuckDB</th><th>Java</th></tr>
 * <tr><td>BOOLEAN</td><td>Boolean</td></tr>
 * <tr><td>TINYINT to BIGINT, UTINYINT to UINTEGER</td>
 *     <td>Long; Integer, Short, Byte, BigInteger, BigDecimal, Double, Float</td></tr>
 * <tr><td>UBIGINT</td><td>Long up to its greatest, then BigInteger; as above</td></tr>
 * <tr><td>HUGEINT, UHUGEINT, BIGNUM</td><td>BigInteger; as above; of BIGNUM byte[]</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>Double; Float, and other numbers where exact</td></tr>
 * <tr><td>DECIMAL</td><td>BigDecimal; other numbers where exact</td></tr>
 * <tr><td>VARCHAR, JSON, ENUM</td><td>String; a Java enum by its names, UUID</td></tr>
 * <tr><td>BLOB, BIT</td><td>byte[]</td></tr>
 * <tr><td>UUID</td><td>UUID; String</td></tr>
 * <tr><td>DATE</td><td>LocalDate</td></tr>
 * <tr><td>TIME, TIME_NS</td><td>LocalTime; {@link Ticks} for 24:00:00 as Object</td></tr>
 * <tr><td>TIMETZ</td><td>OffsetTime; {@link Ticks} of DuckDB's own bits for 24:00:00</td></tr>
 * <tr><td>TIMESTAMP, _S, _MS, _NS</td>
 *     <td>LocalDateTime; {@link Ticks} beyond its years as Object</td></tr>
 * <tr><td>TIMESTAMPTZ</td><td>Instant; OffsetDateTime in UTC</td></tr>
 * <tr><td>INTERVAL</td>
 *     <td>{@link org.apache.arrow.vector.PeriodDuration}; Duration without months, a day being 24
 *     hours; Period without a time</td></tr>
 * <tr><td>T[], T[n]</td><td>List; Set, Collection, arrays</td></tr>
 * <tr><td>STRUCT</td><td>Map by name; a record</td></tr>
 * <tr><td>MAP</td><td>Map</td></tr>
 * <tr><td>UNION</td>
 *     <td>Map of the active member alone; a sealed interface of records; a record of which one
 *     component is not null</td></tr>
 * <tr><td>NULL</td><td>null; an empty {@link Optional} of all types above</td></tr>
 * </table>
 *
 * <p>The other way, {@link #of(Type)} gives Java types these DuckDB types: the boxes of primitives
 * TINYINT, SMALLINT, INTEGER, BIGINT, FLOAT, DOUBLE and BOOLEAN; BigInteger HUGEINT, BigDecimal
 * DECIMAL(38,10); Duration and Period INTERVAL; OffsetDateTime TIMESTAMPTZ; an enum ENUM, and
 * VARCHAR within another type; lists, sets and arrays LIST; a record STRUCT, whose members have the
 * names of its components; a sealed interface UNION, whose tags are the names of its records in
 * snake_case. A record of one component is that component's value in a UNION, so {@code sealed
 * interface Value { record Num(int n) …; record Str(String s) … }} is {@code UNION(num INTEGER, str
 * VARCHAR)}. {@link ColumnSpec} says otherwise. All others are refused by name.
 *
 * <p>Numbers and dates are never rounded to fit, but cut to the type's unit of time, and DOUBLE
 * gives what is nearest to a longer number: a value that the type cannot hold fails with a sentence
 * that names the column. Of a UNION whose member is NULL all but its Map are null, since NULL
 * arrives like it. Lists and maps that are read cannot be changed.
 *
 * @param <T> the Java type
 */
public final class ValueCodec<T> {
  private final JavaForm form;
  private final Type java;
  private final boolean nullable;

  private ValueCodec(JavaForm form, Type java, boolean nullable) {
    this.form = form;
    this.java = java;
    this.nullable = nullable;
  }

  /**
   * Reads the values of one vector.
   *
   * @param <T> the Java type
   */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * The value at {@code row}; null for NULL unless the Java type has a word for it.
     *
     * @throws VgiException when the Java type cannot be that value
     */
    @Nullable T get(int row);
  }

  /**
   * Writes values into one vector, which grows; of variable length from the first row to the last.
   *
   * @param <T> the Java type
   */
  @FunctionalInterface
  public interface Writer<T> {
    /**
     * Puts {@code value}, null for NULL, at {@code row}.
     *
     * @throws IllegalArgumentException when the column's type cannot hold the value
     */
    void set(int row, @Nullable T value);
  }

  /**
   * The codec of {@code java} with the DuckDB type that it has.
   *
   * @throws IllegalArgumentException when it has none
   */
  public static <T> ValueCodec<T> of(Class<T> java) {
    return new ValueCodec<>(derive(java, null), java, false);
  }

  /**
   * The codec of values of {@code type} as {@code java}.
   *
   * @throws IllegalArgumentException when that is not one of its Java types
   */
  public static <T> ValueCodec<T> of(SqlType type, Class<T> java) {
    Objects.requireNonNull(type, "type is null");
    return new ValueCodec<>(derive(java, type), java, false);
  }

  /**
   * The codec of {@code java}, which may be parameterized, with the DuckDB type that it has.
   *
   * @throws IllegalArgumentException when it has none
   */
  public static ValueCodec<?> of(Type java) {
    return new ValueCodec<>(derive(java, null), java, false);
  }

  /** The codec of values of {@code type} as {@code java}, which may be parameterized. */
  public static ValueCodec<?> of(SqlType type, Type java) {
    Objects.requireNonNull(type, "type is null");
    return new ValueCodec<>(derive(java, type), java, false);
  }

  /** The codec of the natural Java values of {@code type}. */
  public static ValueCodec<Object> natural(SqlType type) {
    return new ValueCodec<>(new NaturalForm(type), Object.class, false);
  }

  private static JavaForm derive(Type java, @Nullable SqlType type) {
    Objects.requireNonNull(java, "java is null");
    return new FormDerivation().find(java, type, "A value");
  }

  /** This codec for lists of its values. */
  public ValueCodec<List<T>> list() {
    SqlType element = form.type().isDictionary() ? SqlType.VARCHAR : form.type();
    return new ValueCodec<>(
        new ListForm(SqlType.list(element), List.class, form), List.class, false);
  }

  /** This codec for maps from its values to those of {@code value}. */
  public <U> ValueCodec<Map<T, U>> mapTo(ValueCodec<U> value) {
    return new ValueCodec<>(
        new MapForm(SqlType.map(type(), value.type()), form, value.form), Map.class, false);
  }

  /** This codec with an empty Optional for NULL. */
  public ValueCodec<Optional<T>> optional() {
    return new ValueCodec<>(new OptionalForm(form), Optional.class, true);
  }

  /** This codec for who takes null for NULL: a function with it is called for NULL as well. */
  public ValueCodec<T> nullable() {
    return new ValueCodec<>(form, java, true);
  }

  /** The DuckDB type. */
  public SqlType type() {
    return form.type();
  }

  /** The Java type. */
  public Type java() {
    return java;
  }

  /** Whether who uses it takes NULL: by {@link #nullable} or {@link #optional}. */
  public boolean isNullable() {
    return nullable || form.takesNull();
  }

  /** The value at {@code row}; for more than one, see {@link #reader(FieldVector)}. */
  public @Nullable T get(FieldVector vector, int row) {
    return reader(vector).get(row);
  }

  /** Puts {@code value} at {@code row}; for more than one, see {@link #writer(FieldVector)}. */
  public void set(FieldVector vector, int row, @Nullable T value) {
    writer(vector).set(row, value);
  }

  /** Reads {@code vector}, which must hold values of {@link #type}, as long as that is valid. */
  @SuppressWarnings("unchecked") // the form makes values of T
  public Reader<T> reader(FieldVector vector) {
    Reader<Object> reader = form.reader(vector, field(form.type(), vector));
    return row -> {
      try {
        return (T) reader.get(row);
      } catch (ValueFault fault) {
        throw unreadable(vector.getName(), fault);
      }
    };
  }

  /** Writes to {@code vector}, which must hold values of {@link #type}. */
  @SuppressWarnings("unchecked") // the form takes values of T
  public Writer<T> writer(FieldVector vector) {
    SqlType type = form.type().isAny() ? SqlType.of(vector.getField()) : form.type();
    return (Writer<T>) named(vector.getName(), form.writer(vector, type));
  }

  /**
   * Reads records from a vector for each of {@link #columns}; one that is null is NULL.
   *
   * @throws IllegalStateException when this is no codec of a record
   */
  @SuppressWarnings("unchecked") // the form makes values of T
  public Reader<T> reader(@Nullable FieldVector[] members) {
    Reader<Object> reader = recordForm().reader(members.clone());
    return row -> {
      try {
        return (T) reader.get(row);
      } catch (ValueFault fault) {
        throw VgiException.invalidArgument("A row " + fault.getMessage());
      }
    };
  }

  /**
   * Writes records into a vector for each of {@link #columns}; what belongs to one that is null is
   * not even asked for.
   *
   * @throws IllegalStateException when this is no codec of a record
   */
  @SuppressWarnings("unchecked") // the form takes values of T
  public Writer<T> writer(@Nullable FieldVector[] members) {
    return (Writer<T>) recordForm().writer(members.clone());
  }

  /**
   * The components of a record as columns, those of primitive types without NULLs.
   *
   * @throws IllegalStateException when this is no codec of a record
   */
  public List<ValueColumn<FieldVector, ?>> columns() {
    List<ValueColumn<FieldVector, ?>> columns = new ArrayList<>();
    for (RecordForm.Part part : recordForm().parts()) {
      ValueCodec<?> codec = new ValueCodec<>(part.form(), part.java(), false);
      ValueColumn<FieldVector, ?> column = Column.of(part.name(), codec);
      column = part.java().isPrimitive() ? column.notNull() : column;
      columns.add(part.doc().isEmpty() ? column : column.doc(part.doc()));
    }
    return List.copyOf(columns);
  }

  /** The components of {@code record} in the order of {@link #columns}. */
  public List<@Nullable Object> values(T record) {
    RecordForm parts = recordForm();
    List<@Nullable Object> values = new ArrayList<>(parts.parts().size());
    for (int i = 0; i < parts.parts().size(); i++) {
      values.add(parts.component(record, i));
    }
    return values;
  }

  private RecordForm recordForm() {
    if (form instanceof RecordForm record) {
      return record;
    }
    throw new IllegalStateException(java.getTypeName() + " is not a record");
  }

  /** The natural value of {@code value}. */
  public @Nullable Object toNatural(@Nullable T value) {
    return value == null ? null : form.to(value);
  }

  /**
   * The value that {@code natural} is.
   *
   * @throws VgiException when the Java type cannot be that value
   */
  public @Nullable T fromNatural(@Nullable Object natural) {
    return fromNatural(natural, "A value");
  }

  /** As {@link #fromNatural(Object)}, with {@code what} has the value for the message. */
  @SuppressWarnings("unchecked") // the form makes values of T
  public @Nullable T fromNatural(@Nullable Object natural, String what) {
    try {
      return (T) form.orNull(natural);
    } catch (ValueFault fault) {
      throw VgiException.invalidArgument(what + " " + fault.getMessage());
    }
  }

  /** DuckDB's ascending order with NULLS LAST: NaN is the greatest number, bytes are unsigned. */
  public int compare(@Nullable T left, @Nullable T right) {
    return form.order(left, right);
  }

  @Override
  public String toString() {
    return java.getTypeName() + " as " + type();
  }

  static Field field(SqlType type, FieldVector vector) {
    return type.isAny() ? vector.getField() : type.field(vector.getName());
  }

  /** {@code writer} with faults that name the column. */
  static Writer<Object> named(String column, Writer<Object> writer) {
    return (row, value) -> {
      try {
        writer.set(row, value);
      } catch (ValueFault fault) {
        throw named(column, fault);
      }
    };
  }

  static IllegalArgumentException named(String column, ValueFault fault) {
    return new IllegalArgumentException("Column '" + column + "': " + fault.getMessage(), fault);
  }

  private static VgiException unreadable(String column, ValueFault fault) {
    return new VgiException(
        VgiException.Kind.INVALID_ARGUMENT, "Column '" + column + "' " + fault.getMessage(), fault);
  }
}
