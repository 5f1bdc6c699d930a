package io.vgi.testing;

import io.vgi.internal.filter.FilterCapabilities;
import io.vgi.pushdown.FilterFunction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** LIKE with wildcards anywhere, which an engine keeps to itself. */
final class LikePattern {
  /** What conditions call it. */
  static final String NAME = "like";

  private static final FilterFunction FUNCTION =
      new FilterFunction("engine", NAME, 1, LikePattern::test);

  /** What the engine evaluates by itself. */
  static final FilterCapabilities OF_ENGINE = new FilterCapabilities(List.of(FUNCTION), Set.of());

  private LikePattern() {}

  /** How a filter names it. */
  static Map<String, Object> reference() {
    return Map.of(
        "namespace", FUNCTION.namespace(),
        "name", FUNCTION.name(),
        "version", (long) FUNCTION.version());
  }

  private static @Nullable Boolean test(List<@Nullable Object> arguments) {
    Object text = arguments.get(0);
    Object pattern = arguments.get(1);
    if (text == null || pattern == null) {
      return null;
    }
    return matches(
        text.toString().codePoints().toArray(), pattern.toString().codePoints().toArray());
  }

  /** By going back to the last % only, which takes no longer than text times pattern. */
  private static boolean matches(int[] text, int[] pattern) {
    int at = 0;
    int in = 0;
    int wildcard = -1;
    int resume = 0;
    while (at < text.length) {
      if (in < pattern.length && pattern[in] == '%') {
        wildcard = in++;
        resume = at;
      } else if (in < pattern.length && (pattern[in] == '_' || pattern[in] == text[at])) {
        in++;
        at++;
      } else if (wildcard >= 0) {
        in = wildcard + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < pattern.length && pattern[in] == '%') {
      in++;
    }
    return in == pattern.length;
  }
}
