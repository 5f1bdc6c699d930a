package io.vgi.param;

import io.vgi.internal.value.ValueOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What values an argument may have. Immutable.
 *
 * @param low the lower bound, or null
 * @param lowIncluded whether the lower bound itself is allowed
 * @param high the upper bound, or null
 * @param highIncluded whether the upper bound itself is allowed
 * @param choices the allowed values; empty when there is no such list
 * @param pattern the regular expression the whole text must match, or null
 * @param <T> the Java type of values
 */
public record Limits<T>(
    @Nullable Number low,
    boolean lowIncluded,
    @Nullable Number high,
    boolean highIncluded,
    List<T> choices,
    @Nullable String pattern) {

  static <T> Limits<T> none() {
    return new Limits<>(null, false, null, false, List.of(), null);
  }

  Limits<T> low(Number bound, boolean included) {
    return new Limits<>(bound, included, high, highIncluded, choices, pattern);
  }

  Limits<T> high(Number bound, boolean included) {
    return new Limits<>(low, lowIncluded, bound, included, choices, pattern);
  }

  Limits<T> choices(List<T> values) {
    return new Limits<>(low, lowIncluded, high, highIncluded, values, pattern);
  }

  Limits<T> pattern(String expression) {
    return new Limits<>(low, lowIncluded, high, highIncluded, choices, expression);
  }

  /** What is wrong with {@code value}, as the end of a sentence, or null when it is allowed. */
  public @Nullable String fault(Object value) {
    if (value instanceof Number number) {
      String fault = rangeFault(number);
      if (fault != null) {
        return fault;
      }
    }
    if (!choices.isEmpty() && !isChoice(value)) {
      return "must be one of the allowed choices " + text(choices);
    }
    if (pattern != null && !java.util.regex.Pattern.matches(pattern, value.toString())) {
      return "must match the pattern '" + pattern + "'";
    }
    return null;
  }

  private boolean isChoice(Object value) {
    for (T choice : choices) {
      boolean numbers = choice instanceof Number && value instanceof Number;
      if (numbers
          ? compare((Number) choice, (Number) value) == 0
          : Objects.deepEquals(choice, value)) {
        return true;
      }
    }
    return false;
  }

  private static String text(Object value) {
    if (value instanceof List<?> values) {
      return values.stream().map(Limits::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof byte[] bytes
        ? "'" + HexFormat.of().formatHex(bytes) + "'"
        : String.valueOf(value);
  }

  private @Nullable String rangeFault(Number value) {
    if ((low != null || high != null) && isReal(value) && Double.isNaN(value.doubleValue())) {
      return "must be in " + range();
    }
    if (low != null) {
      int order = compare(value, low);
      if (lowIncluded ? order < 0 : order <= 0) {
        return "must be " + (lowIncluded ? ">= " : "> ") + text(low);
      }
    }
    if (high != null) {
      int order = compare(value, high);
      if (highIncluded ? order > 0 : order >= 0) {
        return "must be " + (highIncluded ? "<= " : "< ") + text(high);
      }
    }
    return null;
  }

  /** The range as an interval such as {@code [0, +inf)}, or null without bounds. */
  public @Nullable String range() {
    if (low == null && high == null) {
      return null;
    }
    String from = low == null ? "(-inf" : (lowIncluded ? "[" : "(") + text(low);
    String to = high == null ? "+inf)" : text(high) + (highIncluded ? "]" : ")");
    return from + ", " + to;
  }

  private static int compare(Number left, Number right) {
    return left instanceof Long one && right instanceof Long other
        ? Long.compare(one, other)
        : ValueOrder.compare(left, right);
  }

  private static boolean isReal(Number value) {
    return value instanceof Double || value instanceof Float;
  }
}
