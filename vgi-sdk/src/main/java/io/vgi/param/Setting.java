package io.vgi.param;

import io.vgi.type.SqlType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A setting of the session, {@code SET name = value}, and the key by which a callback reads it.
 * Names are shared by all catalogs of an engine. Immutable; another with its name and types means
 * the same.
 *
 * @param <T> the Java type of the value
 */
public final class Setting<T> {
  private final String name;
  private final String doc;
  private final SqlType type;
  private final Class<T> java;
  private final @Nullable T fallback;

  private Setting(String name, String doc, SqlType type, Class<T> java, @Nullable T fallback) {
    this.name = name;
    this.doc = doc;
    this.type = type;
    this.java = java;
    this.fallback = fallback;
  }

  /** A setting of {@code type} without default; {@code java} is as for {@link Arg#of}. */
  public static <T> Setting<T> of(String name, String doc, SqlType type, Class<T> java) {
    return new Setting<>(
        Objects.requireNonNull(name, "name is null"),
        Objects.requireNonNull(doc, "doc is null"),
        Objects.requireNonNull(type, "type is null"),
        Objects.requireNonNull(java, "java is null"),
        null);
  }

  /** A BIGINT setting. */
  public static Setting<Long> bigint(String name, String doc) {
    return of(name, doc, SqlType.BIGINT, Long.class);
  }

  /** A DOUBLE setting. */
  public static Setting<Double> float8(String name, String doc) {
    return of(name, doc, SqlType.DOUBLE, Double.class);
  }

  /** A BOOLEAN setting. */
  public static Setting<Boolean> bool(String name, String doc) {
    return of(name, doc, SqlType.BOOLEAN, Boolean.class);
  }

  /** A VARCHAR setting. */
  public static Setting<String> varchar(String name, String doc) {
    return of(name, doc, SqlType.VARCHAR, String.class);
  }

  /** This setting with a value for sessions that did not set it. */
  public Setting<T> orElse(T value) {
    return new Setting<>(name, doc, type, java, value);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** What it does. */
  public String doc() {
    return doc;
  }

  /** The type in SQL. */
  public SqlType type() {
    return type;
  }

  /** The Java type of values. */
  public Class<T> java() {
    return java;
  }

  /** The value for sessions that did not set it, or null. */
  public @Nullable T fallback() {
    return fallback;
  }
}
