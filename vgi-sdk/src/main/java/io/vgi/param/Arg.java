package io.vgi.param;

import io.vgi.type.SqlType;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A constant that a caller gives to a function, and the key by which a callback reads it.
 *
 * <p>Limits ({@link #atLeast}, {@link #oneOf}, {@link #matching} …) are checked at bind, before the
 * function sees the value. Immutable; another with its name and types means the same.
 *
 * @param <T> the Java type of the value
 */
public final class Arg<T> {
  private final String name;
  private final SqlType type;
  private final Class<T> java;
  private final boolean named;
  private final boolean varargs;
  private final boolean optional;
  private final @Nullable T fallback;
  private final String doc;
  private final Limits<T> limits;

  private Arg(
      String name,
      SqlType type,
      Class<T> java,
      boolean named,
      boolean varargs,
      boolean optional,
      @Nullable T fallback,
      String doc,
      Limits<T> limits) {
    this.name = name;
    this.type = type;
    this.java = java;
    this.named = named;
    this.varargs = varargs;
    this.optional = optional;
    this.fallback = fallback;
    this.doc = doc;
    this.limits = limits;
  }

  /**
   * An argument of {@code type}.
   *
   * @param java what callbacks get: Boolean, Long, Integer, Double, String, byte[], BigDecimal,
   *     BigInteger, List, Map, Object (the natural one), or a record whose components are the
   *     members of a STRUCT or UNION; of a UNION, only the active member is not null
   */
  public static <T> Arg<T> of(String name, SqlType type, Class<T> java) {
    return new Arg<>(
        Objects.requireNonNull(name, "name is null"),
        Objects.requireNonNull(type, "type is null"),
        Objects.requireNonNull(java, "java is null"),
        false,
        false,
        false,
        null,
        "",
        Limits.none());
  }

  /** A BIGINT argument. */
  public static Arg<Long> bigint(String name) {
    return of(name, SqlType.BIGINT, Long.class);
  }

  /** An INTEGER argument. */
  public static Arg<Integer> integer(String name) {
    return of(name, SqlType.INTEGER, Integer.class);
  }

  /** A DOUBLE argument. */
  public static Arg<Double> float8(String name) {
    return of(name, SqlType.DOUBLE, Double.class);
  }

  /** A BOOLEAN argument. */
  public static Arg<Boolean> bool(String name) {
    return of(name, SqlType.BOOLEAN, Boolean.class);
  }

  /** A VARCHAR argument. */
  public static Arg<String> varchar(String name) {
    return of(name, SqlType.VARCHAR, String.class);
  }

  /** A BLOB argument. */
  public static Arg<byte[]> blob(String name) {
    return of(name, SqlType.BLOB, byte[].class);
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
    return new Arg<>(name, type, java, true, varargs, optional, fallback, doc, limits);
  }

  /** This argument repeated: a call gives one or more values. */
  public Arg<T> varargs() {
    return new Arg<>(name, type, java, named, true, optional, fallback, doc, limits);
  }

  /**
   * This argument with a value for calls that leave it out. SQL can leave out only arguments of
   * table functions that are {@link #named}; a scalar function or aggregate is declared twice under
   * one name instead, with and without the argument.
   */
  public Arg<T> orElse(T value) {
    return new Arg<>(name, type, java, named, varargs, true, value, doc, limits);
  }

  /** This argument optional, NULL when left out; else as {@link #orElse}. */
  public Arg<T> optional() {
    return new Arg<>(name, type, java, named, varargs, true, null, doc, limits);
  }

  /** This argument with a documentation text. */
  public Arg<T> doc(String text) {
    return new Arg<>(name, type, java, named, varargs, optional, fallback, text, limits);
  }

  /** This argument with {@code lowest <= value}. */
  public Arg<T> atLeast(T lowest) {
    return with(limits.low(number(lowest), true));
  }

  /** This argument with {@code bound < value}. */
  public Arg<T> moreThan(T bound) {
    return with(limits.low(number(bound), false));
  }

  /** This argument with {@code value <= highest}. */
  public Arg<T> atMost(T highest) {
    return with(limits.high(number(highest), true));
  }

  /** This argument with {@code value < bound}. */
  public Arg<T> lessThan(T bound) {
    return with(limits.high(number(bound), false));
  }

  /** This argument with one of {@code values}. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only copied
  public final Arg<T> oneOf(T... values) {
    return with(limits.choices(List.of(values)));
  }

  /**
   * This text argument matching the whole of a regular expression.
   *
   * @throws IllegalArgumentException when {@code pattern} is no regular expression
   */
  public Arg<T> matching(String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "Argument '"
              + name
              + "' has the wrong pattern '"
              + pattern
              + "': "
              + wrong.getDescription(),
          wrong);
    }
    return with(limits.pattern(pattern));
  }

  private Arg<T> with(Limits<T> other) {
    return new Arg<>(name, type, java, named, varargs, optional, fallback, doc, other);
  }

  private Number number(T bound) {
    if (bound instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("Argument '" + name + "' is not a number");
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The type in SQL. */
  public SqlType type() {
    return type;
  }

  /** The Java type of values. */
  public Class<T> java() {
    return java;
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
    return optional;
  }

  /** The value for calls that leave it out, or null. */
  public @Nullable T fallback() {
    return fallback;
  }

  /** The documentation text; empty when there is none. */
  public String doc() {
    return doc;
  }

  /** What values are allowed. */
  public Limits<T> limits() {
    return limits;
  }

  @Override
  public String toString() {
    return name + " " + type.sql();
  }
}
