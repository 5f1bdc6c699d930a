package io.vgi.example.rules;

import io.vgi.rpc.VgiException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Comparisons of members of an object with constants, joined by {@code &&}, as in CEL. */
final class Rule {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*([A-Za-z_]\\w*)\\s*(==|!=|<=|>=|<|>)\\s*"
              + "(-?\\d+(?:\\.\\d+)?|true|false|'[^']*'|\"[^\"]*\")\\s*");

  private final List<Comparison> all = new ArrayList<>();

  private record Comparison(String member, String operator, Object constant) {
    @Nullable Boolean holds(@Nullable Object value) {
      if (value instanceof BigDecimal number && constant instanceof BigDecimal other) {
        int order = number.compareTo(other);
        return switch (operator) {
          case "==" -> order == 0;
          case "!=" -> order != 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
      } else if (value == null || value.getClass() != constant.getClass()) {
        return null;
      }
      return value.equals(constant) == operator.equals("==");
    }
  }

  /** Reads the rule {@code text}. */
  Rule(String text) {
    Matcher comparison = COMPARISON.matcher(text);
    int at = 0;
    boolean more = true;
    while (more) {
      if (!comparison.region(at, text.length()).lookingAt()) {
        throw faulty(text);
      }
      add(text, comparison);
      at = comparison.end();
      more = text.startsWith("&&", at);
      at += more ? 2 : 0;
    }
    if (at < text.length()) {
      throw faulty(text);
    }
  }

  private void add(String text, Matcher comparison) {
    String operator = comparison.group(2);
    String constant = comparison.group(3);
    boolean quoted = constant.charAt(0) == '\'' || constant.charAt(0) == '"';
    Object value;
    if (quoted) {
      value = constant.substring(1, constant.length() - 1);
    } else if (constant.equals("true") || constant.equals("false")) {
      value = Boolean.valueOf(constant);
    } else {
      value = new BigDecimal(constant);
    }
    if (!(value instanceof BigDecimal) && !operator.equals("==") && !operator.equals("!=")) {
      throw faulty(text);
    }
    all.add(new Comparison(comparison.group(1), operator, value));
  }

  private static VgiException faulty(String text) {
    return VgiException.invalidArgument(
        "The rule '"
            + text
            + "' is not understood; write comparisons such as amount > 10, joined by &&");
  }

  /** Whether {@code object} fulfils it; null where a member is not there or of another type. */
  @Nullable Boolean test(Map<String, Object> object) {
    Boolean all = true;
    for (Comparison one : this.all) {
      Boolean holds = one.holds(object.get(one.member()));
      if (Boolean.FALSE.equals(holds)) {
        return false;
      }
      all = holds == null ? null : all;
    }
    return all;
  }
}
