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
 * A setting of the session, {@code SET name = value}, and the key by which a callback reads it.
 * Names are shared by all catalogs of an engine.
 *
 * @param <T> the Java type of the value
 */
public final class Setting<T> extends Key<T, Setting<T>> {
  private Setting(Parts<T> parts) {
    super(parts);
  }

  @Override
  Setting<T> with(Parts<T> other) {
    return new Setting<>(other);
  }

  @Override
  String sort() {
    return "Setting";
  }

  /**
   * A setting of {@code type} without default.
   *
   * @param java what callbacks get: a Java type that {@link io.vgi.type.ValueCodec} names for the
   *     type, or Object for the natural one
   * @throws IllegalArgumentException when it is none of these
   */
  public static <T> Setting<T> of(String name, SqlType type, Class<T> java) {
    return new Setting<>(Parts.of(name, type, java));
  }

  /** A BOOLEAN setting. */
  public static Setting<Boolean> bool(String name) {
    return of(name, SqlType.BOOLEAN, Boolean.class);
  }

  /** A TINYINT setting. */
  public static Setting<Integer> tinyint(String name) {
    return of(name, SqlType.TINYINT, Integer.class);
  }

  /** A SMALLINT setting. */
  public static Setting<Integer> smallint(String name) {
    return of(name, SqlType.SMALLINT, Integer.class);
  }

  /** An INTEGER setting. */
  public static Setting<Integer> integer(String name) {
    return of(name, SqlType.INTEGER, Integer.class);
  }

  /** A BIGINT setting. */
  public static Setting<Long> bigint(String name) {
    return of(name, SqlType.BIGINT, Long.class);
  }

  /** A UTINYINT setting. */
  public static Setting<Integer> utinyint(String name) {
    return of(name, SqlType.UTINYINT, Integer.class);
  }

  /** A USMALLINT setting. */
  public static Setting<Integer> usmallint(String name) {
    return of(name, SqlType.USMALLINT, Integer.class);
  }

  /** A UINTEGER setting. */
  public static Setting<Long> uinteger(String name) {
    return of(name, SqlType.UINTEGER, Long.class);
  }

  /** A UBIGINT setting. */
  public static Setting<BigInteger> ubigint(String name) {
    return of(name, SqlType.UBIGINT, BigInteger.class);
  }

  /** A HUGEINT setting. */
  public static Setting<BigInteger> hugeint(String name) {
    return of(name, SqlType.HUGEINT, BigInteger.class);
  }

  /** A FLOAT setting. */
  public static Setting<Double> float4(String name) {
    return of(name, SqlType.FLOAT, Double.class);
  }

  /** A DOUBLE setting. */
  public static Setting<Double> float8(String name) {
    return of(name, SqlType.DOUBLE, Double.class);
  }

  /** A DECIMAL setting. */
  public static Setting<BigDecimal> decimal(String name, int precision, int scale) {
    return of(name, SqlType.decimal(precision, scale), BigDecimal.class);
  }

  /** A VARCHAR setting. */
  public static Setting<String> varchar(String name) {
    return of(name, SqlType.VARCHAR, String.class);
  }

  /** A BLOB setting. */
  public static Setting<byte[]> blob(String name) {
    return of(name, SqlType.BLOB, byte[].class);
  }

  /** A UUID setting. */
  public static Setting<UUID> uuid(String name) {
    return of(name, SqlType.UUID, UUID.class);
  }

  /** A DATE setting. */
  public static Setting<LocalDate> date(String name) {
    return of(name, SqlType.DATE, LocalDate.class);
  }

  /** A TIME setting. */
  public static Setting<LocalTime> time(String name) {
    return of(name, SqlType.TIME, LocalTime.class);
  }

  /** A TIMESTAMP setting. */
  public static Setting<LocalDateTime> timestamp(String name) {
    return of(name, SqlType.TIMESTAMP, LocalDateTime.class);
  }

  /** A TIMESTAMP WITH TIME ZONE setting. */
  public static Setting<Instant> timestamptz(String name) {
    return of(name, SqlType.TIMESTAMPTZ, Instant.class);
  }

  /** An INTERVAL setting. */
  public static Setting<PeriodDuration> interval(String name) {
    return of(name, SqlType.INTERVAL, PeriodDuration.class);
  }

  /** A setting that is a list; its elements have their natural Java types. */
  @SuppressWarnings("unchecked") // natural values are objects
  public static Setting<List<@Nullable Object>> list(String name, SqlType element) {
    return of(name, SqlType.list(element), (Class<List<@Nullable Object>>) (Class<?>) List.class);
  }

  /** A setting that is a struct; its members have their natural Java types. */
  @SuppressWarnings("unchecked") // natural values are objects
  public static Setting<Map<String, @Nullable Object>> struct(String name, Column<?>... members) {
    return of(
        name, SqlType.struct(members), (Class<Map<String, @Nullable Object>>) (Class<?>) Map.class);
  }

  /** A setting that is a struct, read as a record whose components are its members. */
  public static <R extends Record> Setting<R> struct(
      String name, Class<R> record, Column<?>... members) {
    return of(name, SqlType.struct(members), record);
  }
}
