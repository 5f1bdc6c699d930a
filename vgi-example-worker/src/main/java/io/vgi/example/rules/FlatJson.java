package io.vgi.example.rules;

import io.vgi.rpc.VgiException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON objects of texts without escapes, numbers and booleans. */
final class FlatJson {
  private static final int MOST_DIGITS = 100;
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\s*\"([^\"\\\\]*)\"\\s*:\\s*"
              + "(?:\"([^\"\\\\]*)\"|(-?\\d{1,"
              + MOST_DIGITS
              + "}(?:\\.\\d{1,"
              + MOST_DIGITS
              + "})?)|(true|false|null))\\s*");

  private FlatJson() {}

  /** The members of {@code text} that are not null. */
  static Map<String, Object> read(String text) {
    String object = text.strip();
    Map<String, Object> members = new HashMap<>();
    int end = object.length() - 1;
    if (end < 1 || object.charAt(0) != '{' || object.charAt(end) != '}') {
      throw faulty(text);
    }
    if (object.substring(1, end).isBlank()) {
      return members;
    }
    Matcher member = MEMBER.matcher(object);
    int at = 1;
    while (member.region(at, end).lookingAt()) {
      String word = member.group(4);
      if (member.group(2) != null) {
        members.put(member.group(1), member.group(2));
      } else if (member.group(3) != null) {
        members.put(member.group(1), new BigDecimal(member.group(3)));
      } else if (word != null && !word.equals("null")) {
        members.put(member.group(1), Boolean.valueOf(word));
      }
      at = member.end();
      if (at == end) {
        return members;
      } else if (object.charAt(at) != ',') {
        throw faulty(text);
      }
      at++;
    }
    throw faulty(text);
  }

  private static VgiException faulty(String text) {
    return VgiException.invalidArgument(
        "The data '" + text + "' is not a flat JSON object of texts, numbers and booleans");
  }
}
