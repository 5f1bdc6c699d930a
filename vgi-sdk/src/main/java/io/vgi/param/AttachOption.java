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
 * An option of ATTACH, {@code ATTACH … (TYPE vgi, …, name value)}, and the key by which a callback
 * reads it. DuckDB casts what users give to the option's type, finds it whatever its case, and
 * refuses options that are not declared.
 *
 * @param <T> the Java type of the value
 */
public final class AttachOption<T> extends Key<T, AttachOption<T>> {
  private final boolean required;
  private final boolean secret;

  private AttachOption(Parts<T> parts, boolean required, boolean secret) {
    super(parts);
    this.required = required;
    this.secret = secret;
  }

  @Override
  AttachOption<T> with(Parts<T> other) {
    return new AttachOption<>(other, required && !other.optional(), secret);
  }

  @Override
  String sort() {
    return "ATTACH option";
  }

  /**
   * An option of {@code type} without default.
   *
   * @param java what callbacks get: a Java type that {@link io.vgi.type.ValueCodec} names for the
   *     type, or Object for the natural one
   * @throws IllegalArgumentException when it is none of these
   */
  public static <T> AttachOption<T> of(String name, SqlType type, Class<T> java) {
    return new AttachOption<>(Parts.of(name, type, java), false, false);
  }

  /** A BOOLEAN option. */
  public static AttachOption<Boolean> bool(String name) {
    return of(name, SqlType.BOOLEAN, Boolean.class);
  }

  /** A TINYINT option. */
  public static AttachOption<Integer> tinyint(String name) {
    return of(name, SqlType.TINYINT, Integer.class);
  }

  /** A SMALLINT option. */
  public static AttachOption<Integer> smallint(String name) {
    return of(name, SqlType.SMALLINT, Integer.class);
  }

  /** An INTEGER option. */
  public static AttachOption<Integer> integer(String name) {
    return of(name, SqlType.INTEGER, Integer.class);
  }

  /** A BIGINT option. */
  public static AttachOption<Long> bigint(String name) {
    return of(name, SqlType.BIGINT, Long.class);
  }

  /** A UTINYINT option. */
  public static AttachOption<Integer> utinyint(String name) {
    return of(name, SqlType.UTINYINT, Integer.class);
  }

  /** A USMALLINT option. */
  public static AttachOption<Integer> usmallint(String name) {
    return of(name, SqlType.USMALLINT, Integer.class);
  }

  /** A UINTEGER option. */
  public static AttachOption<Long> uinteger(String name) {
    return of(name, SqlType.UINTEGER, Long.class);
  }

  /** A UBIGINT option. */
  public static AttachOption<BigInteger> ubigint(String name) {
    return of(name, SqlType.UBIGINT, BigInteger.class);
  }

  /** A HUGEINT option. */
  public static AttachOption<BigInteger> hugeint(String name) {
    return of(name, SqlType.HUGEINT, BigInteger.class);
  }

  /** A FLOAT option. */
  public static AttachOption<Double> float4(String name) {
    return of(name, SqlType.FLOAT, Double.class);
  }

  /** A DOUBLE option. */
  public static AttachOption<Double> float8(String name) {
    return of(name, SqlType.DOUBLE, Double.class);
  }

  /** A DECIMAL option. */
  public static AttachOption<BigDecimal> decimal(String name, int precision, int scale) {
    return of(name, SqlType.decimal(precision, scale), BigDecimal.class);
  }

  /** A VARCHAR option. */
  public static AttachOption<String> varchar(String name) {
    return of(name, SqlType.VARCHAR, String.class);
  }

  /** A BLOB option. */
  public static AttachOption<byte[]> blob(String name) {
    return of(name, SqlType.BLOB, byte[].class);
  }

  /** A UUID option. */
  public static AttachOption<UUID> uuid(String name) {
    return of(name, SqlType.UUID, UUID.class);
  }

  /** A DATE option. */
  public static AttachOption<LocalDate> date(String name) {
    return of(name, SqlType.DATE, LocalDate.class);
  }

  /** A TIME option. */
  public static AttachOption<LocalTime> time(String name) {
    return of(name, SqlType.TIME, LocalTime.class);
  }

  /** A TIMESTAMP option. */
  public static AttachOption<LocalDateTime> timestamp(String name) {
    return of(name, SqlType.TIMESTAMP, LocalDateTime.class);
  }

  /** A TIMESTAMP WITH TIME ZONE option. */
  public static AttachOption<Instant> timestamptz(String name) {
    return of(name, SqlType.TIMESTAMPTZ, Instant.class);
  }

  /** An INTERVAL option. */
  public static AttachOption<PeriodDuration> interval(String name) {
    return of(name, SqlType.INTERVAL, PeriodDuration.class);
  }

  /** An option that is a list; its elements have their natural Java types. */
  @SuppressWarnings("unchecked") // natural values are objects
  public static AttachOption<List<@Nullable Object>> list(String name, SqlType element) {
    return of(name, SqlType.list(element), (Class<List<@Nullable Object>>) (Class<?>) List.class);
  }

  /** An option that is a struct; its members have their natural Java types. */
  @SuppressWarnings("unchecked") // natural values are objects
  public static AttachOption<Map<String, @Nullable Object>> struct(
      String name, Column<?>... members) {
    return of(
        name, SqlType.struct(members), (Class<Map<String, @Nullable Object>>) (Class<?>) Map.class);
  }

  /** An option that is a struct, read as a record whose components are its members. */
  public static <R extends Record> AttachOption<R> struct(
      String name, Class<R> record, Column<?>... members) {
    return of(name, SqlType.struct(members), record);
  }

  /** This option without which ATTACH fails. */
  public AttachOption<T> required() {
    return new AttachOption<>(parts().fallback(false, null), true, secret);
  }

  /**
   * This option hidden in listings, in messages and in what the engine keeps of an attach, which it
   * logs; the key of that is kept in the worker's {@link io.vgi.state.StateStore}.
   */
  public AttachOption<T> secret() {
    return new AttachOption<>(parts(), required, true);
  }

  /** Whether ATTACH fails without it. */
  public boolean isRequired() {
    return required;
  }

  /** Whether listings and messages hide it. */
  public boolean isSecret() {
    return secret;
  }
}
