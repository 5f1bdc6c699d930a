package io.vgi.param;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An option of a worker's own on its command line, {@code --name VALUE} or {@code --name=VALUE},
 * and the key by which {@link WorkerOptions} has its value. Needed unless it has a default or is
 * optional. A text of the command line, not of SQL, so without the types of {@link
 * io.vgi.type.ValueCodec}. Immutable.
 *
 * @param <T> what its value is
 */
public final class WorkerOption<T> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final String name;
  private final Class<T> java;
  private final boolean optional;
  private final @Nullable T fallback;
  private final String doc;

  private WorkerOption(
      String name, Class<T> java, boolean optional, @Nullable T fallback, String doc) {
    this.name = name;
    this.java = java;
    this.optional = optional;
    this.fallback = fallback;
    this.doc = doc;
  }

  private static <T> WorkerOption<T> of(String name, Class<T> java, @Nullable T fallback) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "An option's name is of small letters, digits and single hyphens, not '" + name + "'");
    }
    return new WorkerOption<>(name, java, fallback != null, fallback, "");
  }

  /** A text. */
  public static WorkerOption<String> varchar(String name) {
    return of(name, String.class, null);
  }

  /** A whole number. */
  public static WorkerOption<Long> bigint(String name) {
    return of(name, Long.class, null);
  }

  /** A number. */
  public static WorkerOption<Double> float8(String name) {
    return of(name, Double.class, null);
  }

  /** A flag: true by {@code --name} or {@code --name=true}, false when it is not given. */
  public static WorkerOption<Boolean> bool(String name) {
    return of(name, Boolean.class, false);
  }

  /** This option with a value for when it is not given. */
  public WorkerOption<T> orElse(T value) {
    Objects.requireNonNull(value, "value is null");
    return new WorkerOption<>(name, java, true, value, doc);
  }

  /** This option as one that may be left out. */
  public WorkerOption<T> optional() {
    return new WorkerOption<>(name, java, true, fallback, doc);
  }

  /** This option with what {@code --help} says of it. */
  public WorkerOption<T> doc(String text) {
    return new WorkerOption<>(name, java, optional, fallback, text);
  }

  /** The name, without hyphens before it. */
  public String name() {
    return name;
  }

  /** What the value is. */
  public Class<T> type() {
    return java;
  }

  /** Whether it may be left out. */
  public boolean isOptional() {
    return optional;
  }

  /** The value when it is not given, or null. */
  public @Nullable T fallback() {
    return fallback;
  }

  /** What {@code --help} says of it; empty when nothing. */
  public String doc() {
    return doc;
  }

  /**
   * The value that {@code text} is.
   *
   * @throws IllegalArgumentException with a sentence when it is none
   */
  public T parse(String text) {
    Object value;
    try {
      value =
          java == Long.class
              ? (Object) Long.valueOf(text)
              : java == Double.class
                  ? Double.valueOf(text)
                  : java == Boolean.class ? flag(text) : text;
    } catch (NumberFormatException noNumber) {
      throw wrong(text, java == Long.class ? "a whole number" : "a number");
    }
    return java.cast(value);
  }

  private Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "true" -> true;
      case "false" -> false;
      default -> throw wrong(text, "true or false");
    };
  }

  private IllegalArgumentException wrong(String text, String wanted) {
    return new IllegalArgumentException(
        "Option '--" + name + "' must be " + wanted + ", not '" + text + "'.");
  }

  @Override
  public String toString() {
    return "--" + name;
  }
}
