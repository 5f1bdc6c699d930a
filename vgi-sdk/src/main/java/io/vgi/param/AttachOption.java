package io.vgi.param;

import io.vgi.type.SqlType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An option of ATTACH, {@code ATTACH … (TYPE vgi, …, name value)}, and the key by which a callback
 * reads it. DuckDB casts what users give to the option's type, finds it whatever its case, and
 * refuses options that are not declared. Immutable; another with its name and types means the same.
 *
 * @param <T> the Java type of the value
 */
public final class AttachOption<T> {
  private final String name;
  private final String doc;
  private final SqlType type;
  private final Class<T> java;
  private final @Nullable T fallback;
  private final boolean required;
  private final boolean secret;

  private AttachOption(
      String name,
      String doc,
      SqlType type,
      Class<T> java,
      @Nullable T fallback,
      boolean required,
      boolean secret) {
    this.name = name;
    this.doc = doc;
    this.type = type;
    this.java = java;
    this.fallback = fallback;
    this.required = required;
    this.secret = secret;
  }

  /** An option of {@code type} without default; {@code java} is as for {@link Arg#of}. */
  public static <T> AttachOption<T> of(String name, String doc, SqlType type, Class<T> java) {
    return new AttachOption<>(
        Objects.requireNonNull(name, "name is null"),
        Objects.requireNonNull(doc, "doc is null"),
        Objects.requireNonNull(type, "type is null"),
        Objects.requireNonNull(java, "java is null"),
        null,
        false,
        false);
  }

  /** A BIGINT option. */
  public static AttachOption<Long> bigint(String name, String doc) {
    return of(name, doc, SqlType.BIGINT, Long.class);
  }

  /** A DOUBLE option. */
  public static AttachOption<Double> float8(String name, String doc) {
    return of(name, doc, SqlType.DOUBLE, Double.class);
  }

  /** A BOOLEAN option. */
  public static AttachOption<Boolean> bool(String name, String doc) {
    return of(name, doc, SqlType.BOOLEAN, Boolean.class);
  }

  /** A VARCHAR option. */
  public static AttachOption<String> varchar(String name, String doc) {
    return of(name, doc, SqlType.VARCHAR, String.class);
  }

  /** This option with a value for users who leave it out. */
  public AttachOption<T> orElse(T value) {
    return new AttachOption<>(name, doc, type, java, value, false, secret);
  }

  /** This option without which ATTACH fails. */
  public AttachOption<T> required() {
    return new AttachOption<>(name, doc, type, java, null, true, secret);
  }

  /**
   * This option hidden in listings, in messages and in what the engine keeps of an attach, which it
   * logs; the key of that is kept in the worker's {@link io.vgi.state.StateStore}.
   */
  public AttachOption<T> secret() {
    return new AttachOption<>(name, doc, type, java, fallback, required, true);
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

  /** The value for users who leave it out, or null. */
  public @Nullable T fallback() {
    return fallback;
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
