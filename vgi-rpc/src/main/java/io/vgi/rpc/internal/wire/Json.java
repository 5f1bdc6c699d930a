package io.vgi.rpc.internal.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The little JSON that error and log metadata need, written without a library at start-up. */
public final class Json {
  private static final String HEX = "0123456789abcdef";

  private Json() {}

  /** {@code value} as a JSON string. */
  public static String text(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2);
    append(out, value);
    return out.toString();
  }

  /** {@code entries} as a JSON object of strings. */
  public static String object(Map<String, String> entries) {
    return value(entries);
  }

  /** Text, a number, a boolean, or a list or map of these as JSON. */
  public static String value(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      String before = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        append(out.append(before), String.valueOf(entry.getKey()));
        append(out.append(':'), entry.getValue());
        before = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String before = "[";
      for (Object item : list) {
        append(out.append(before), item);
        before = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String text) {
      append(out, text);
    } else {
      out.append(value);
    }
  }

  private static void append(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\r') {
        out.append("\\r");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (c < ' ') {
        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
