package io.vgi.param;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.PeriodDuration;
import org.jspecify.annotations.Nullable;

/**
 * A constant that a caller gives to a function, and the key by which a callback reads it.
 *
 * @param <T> the Java type of the value
 */
public final class Arg<T> extends Key<T, Arg<T>> {
  private final boolean named;
  private final boolean varargs;

  private Arg(Parts<T> parts, boolean named, boolean varargs) {
    super(parts);
    this.named = named;
    this.varargs = varargs;
  }

  @Override
  Arg<T> with(Parts<T> other) {
    return new Arg<>(other, named, varargs);
  }

  @Override
  String sort() {
    return "Argument";
  }

  /**
   * An argument of {@code type}.
   *
   * @param java what callbacks get: a Java type that {@link io.vgi.type.ValueCodec} names for the
   *     type, a record with the members of a STRUCT or UNION among them, or Object for the natural
   *     one
   * @throws IllegalArgumentException when it is none of these
   */
  public static <T> Arg<T> of(String name, SqlType type, Class<T> java) {
    return new Arg<>(Parts.of(name, type, java), false, false);
  }

  /** A BOOLEAN argument. */
  public static Arg<Boolean> bool(String name) {
    return of(name, SqlType.BOOLEAN, Boolean.class);
  }

  /** A TINYINT argument. */
  public static Arg<Integer> tinyint(String name) {
    return of(name, SqlType.TINYINT, Integer.class);
  }

  /** A SMALLINT argument. */
  public static Arg<Integer> smallint(String name) {
    return of(name, SqlType.SMALLINT, Integer.class);
  }

  /** An INTEGER argument. */
  public static Arg<Integer> integer(String name) {
    return of(name, SqlType.INTEGER, Integer.class);
  }

  /** A BIGINT argument. */
  public static Arg<Long> bigint(String name) {
    return of(name, SqlType.BIGINT, Long.class);
  }

  /** A UTINYINT argument. */
  public static Arg<Integer> utinyint(String name) {
    return of(name, SqlType.UTINYINT, Integer.class);
  }

  /** A USMALLINT argument. */
  public static Arg<Integer> usmallint(String name) {
    return of(name, SqlType.USMALLINT, Integer.class);
  }

  /** A UINTEGER argument. */
  public static Arg<Long> uinteger(String name) {
    return of(name, SqlType.UINTEGER, Long.class);
  }

  /** A UBIGINT argument. */
  public static Arg<BigInteger> ubigint(String name) {
    return of(name, SqlType.UBIGINT, BigInteger.class);
  }

  /** A HUGEINT argument. */
  public static Arg<BigInteger> hugeint(String name) {
    return of(name, SqlType.HUGEINT, BigInteger.class);
  }

  /** A FLOAT argument. */
  public static Arg<Double> float4(String name) {
    return of(name, SqlType.FLOAT, Double.class);
  }

  /** A DOUBLE argument. */
  public static Arg<Double> float8(String name) {
    return of(name, SqlType.DOUBLE, Double.class);
  }

  /** A DECIMAL argument. */
  public static Arg<BigDecimal> decimal(String name, int precision, int scale) {
    return of(name, SqlType.decimal(precision, scale), BigDecimal.class);
  }

  /** A VARCHAR argument. */
  public static Arg<String> varchar(String name) {
    return of(name, SqlType.VARCHAR, String.class);
  }

  /** A BLOB argument. */
  public static Arg<byte[]> blob(String name) {
    return of(name, SqlType.BLOB, byte[].class);
  }

  /** A UUID argument. */
  public static Arg<UUID> uuid(String name) {
    return of(name, SqlType.UUID, UUID.class);
  }

  /** A DATE argument. */
  public static Arg<LocalDate> date(String name) {
    return of(name, SqlType.DATE, LocalDate.class);
  }

  /** A TIME argument. */
  public static Arg<LocalTime> time(String name) {
    return of(name, SqlType.TIME, LocalTime.class);
  }

  /** A TIMESTAMP argument. */
  public static Arg<LocalDateTime> timestamp(String name) {
    return of(name, SqlType.TIMESTAMP, LocalDateTime.class);
  }

  /** A TIMESTAMP WITH TIME ZONE argument. */
  public static Arg<Instant> timestamptz(String name) {
    return of(name, SqlType.TIMESTAMPTZ, Instant.class);
  }

  /** An INTERVAL argument. */
  public static Arg<PeriodDuration> interval(String name) {
    return of(name, SqlType.INTERVAL, PeriodDuration.class);
  }

  /** An argument that is a list; its elements have their natural Java types. */
  @SuppressWarnings("unchecked") // natural values are objects
  public static Arg<List<@Nullable Object>> list(String name, SqlType element) {
    return of(name, SqlType.list(element), (Class<List<@Nullable Object>>) (Class<?>) List.class);
  }

  /** An argument that is a struct; its members have their natural Java types. */
  @SuppressWarnings("unchecked") // natural values are objects
  public static Arg<Map<String, @Nullable Object>> struct(String name, Column<?>... members) {
    return of(
        name, SqlType.struct(members), (Class<Map<String, @Nullable Object>>) (Class<?>) Map.class);
  }

  /** An argument that is a struct, read as a record whose components are its members. */
  public static <R extends Record> Arg<R> struct(
      String name, Class<R> record, Column<?>... members) {
    return of(name, SqlType.struct(members), record);
  }

  /** An argument of any type, read as its natural Java type. */
  public static Arg<Object> any(String name) {
    return of(name, SqlType.ANY, Object.class);
  }

  /**
   * This argument given by name of any case, {@code name := value}; table functions only. In calls
   * of others DuckDB ignores names and goes by position.
   */
  public Arg<T> named() {
    return new Arg<>(parts(), true, varargs);
  }

  /** This argument repeated: a call gives one or more values. */
  public Arg<T> varargs() {
    return new Arg<>(parts(), named, true);
  }

  /**
   * This argument with a value for calls that leave it out. SQL can leave out only arguments of
   * table functions that are {@link #named}; a scalar function or aggregate is declared twice under
   * one name instead, with and without the argument.
   */
  @Override
  public Arg<T> orElse(T value) {
    return super.orElse(value);
  }

  /** This argument optional, NULL when left out; else as {@link #orElse}. */
  public Arg<T> optional() {
    return with(parts().fallback(true, null));
  }

  /** Whether it is given by name. */
  public boolean isNamed() {
    return named;
  }

  /** Whether a call gives one or more values. */
  public boolean isVarargs() {
    return varargs;
  }

  /** Whether a call may leave it out. */
  public boolean isOptional() {
    return parts().optional();
  }
}
