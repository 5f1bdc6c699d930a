package io.vgi.param;

import io.vgi.internal.value.ValueRange;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The key of a value that users give from SQL: its name, its type there and in Java, its default
 * and its limits. {@link ValueCodec} has the table of the Java types that a DuckDB type has.
 *
 * <p>Limits ({@link #atLeast}, {@link #oneOf}, {@link #matching} …) are checked before a callback
 * sees the value. Immutable; another with its name and types means the same.
 *
 * @param <T> the Java type of the value
 * @param <K> the key itself
 */
public abstract sealed class Key<T, K extends Key<T, K>> permits Arg, Setting, AttachOption {
  private final Parts<T> parts;

  /** What is known of a key of any sort. */
  record Parts<T>(
      String name,
      SqlType type,
      Class<T> java,
      ValueCodec<T> codec,
      String doc,
      boolean optional,
      @Nullable T fallback,
      Limits<T> limits) {
    static <T> Parts<T> of(String name, SqlType type, Class<T> java) {
      return new Parts<>(
          Objects.requireNonNull(name, "name is null"),
          Objects.requireNonNull(type, "type is null"),
          Objects.requireNonNull(java, "java is null"),
          codec(name, type, java),
          "",
          false,
          null,
          Limits.none());
    }

    private static <T> ValueCodec<T> codec(String name, SqlType type, Class<T> java) {
      try {
        return ValueCodec.of(type, java);
      } catch (IllegalArgumentException none) {
        throw new IllegalArgumentException("'" + name + "': " + none.getMessage(), none);
      }
    }

    Parts<T> fallback(boolean isOptional, @Nullable T value) {
      return new Parts<>(name, type, java, codec, doc, isOptional, value, limits);
    }

    Parts<T> limits(Limits<T> other) {
      return new Parts<>(name, type, java, codec, doc, optional, fallback, other);
    }
  }

  Key(Parts<T> parts) {
    this.parts = parts;
  }

  final Parts<T> parts() {
    return parts;
  }

  /** This key with other parts. */
  abstract K with(Parts<T> other);

  /** What messages call such a key. */
  abstract String sort();

  /** This key with a documentation text. */
  public K doc(String text) {
    Objects.requireNonNull(text, "doc is null");
    return with(
        new Parts<>(
            parts.name,
            parts.type,
            parts.java,
            parts.codec,
            text,
            parts.optional,
            parts.fallback,
            parts.limits));
  }

  /** This key with a value for users who give none. */
  public K orElse(T value) {
    return with(parts.fallback(true, value));
  }

  /** This key with {@code lowest <= value}. */
  public K atLeast(T lowest) {
    return with(parts.limits(parts.limits.low(number(lowest), true)));
  }

  /** This key with {@code bound < value}. */
  public K moreThan(T bound) {
    return with(parts.limits(parts.limits.low(number(bound), false)));
  }

  /** This key with {@code value <= highest}. */
  public K atMost(T highest) {
    return with(parts.limits(parts.limits.high(number(highest), true)));
  }

  /** This key with {@code value < bound}. */
  public K lessThan(T bound) {
    return with(parts.limits(parts.limits.high(number(bound), false)));
  }

  /** This key with one of {@code values}. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only copied
  public final K oneOf(T... values) {
    return with(parts.limits(parts.limits.choices(List.of(values))));
  }

  /**
   * This key of texts that match the whole of a regular expression.
   *
   * @throws IllegalArgumentException when {@code pattern} is no regular expression
   */
  public K matching(String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          sort()
              + " '"
              + name()
              + "' has the wrong pattern '"
              + pattern
              + "': "
              + wrong.getDescription(),
          wrong);
    }
    return with(parts.limits(parts.limits.pattern(pattern)));
  }

  private Number number(T bound) {
    if (bound instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException(sort() + " '" + name() + "' is not a number");
  }

  /** The name. */
  public String name() {
    return parts.name;
  }

  /** The type in SQL. */
  public SqlType type() {
    return parts.type;
  }

  /** The Java type of values. */
  public Class<T> java() {
    return parts.java;
  }

  /** How values are read. */
  public ValueCodec<T> codec() {
    return parts.codec;
  }

  /** The documentation text; empty when there is none. */
  public String doc() {
    return parts.doc;
  }

  /** The value for users who give none, or null. */
  public @Nullable T fallback() {
    return parts.fallback;
  }

  /** What is wrong with {@link #fallback}, as a clause, or null when nothing is. */
  public @Nullable String fallbackFault() {
    T value = parts.fallback;
    if (value == null) {
      return null;
    }
    String fault = parts.limits.fault(value);
    if (fault == null && !ValueRange.holds(parts.type, value)) {
      fault = "is " + value + ", no " + parts.type.sql();
    }
    return fault == null ? null : "the default of '" + name() + "' " + fault;
  }

  /** What values are allowed. */
  public Limits<T> limits() {
    return parts.limits;
  }

  @Override
  public String toString() {
    return name() + " " + type().sql();
  }
}
