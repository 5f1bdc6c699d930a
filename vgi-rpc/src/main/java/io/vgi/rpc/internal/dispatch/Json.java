package io.vgi.rpc.internal.dispatch;

import java.util.Map;

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
    StringBuilder out = new StringBuilder("{");
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      if (out.length() > 1) {
        out.append(',');
      }
      append(out, entry.getKey());
      out.append(':');
      append(out, entry.getValue());
    }
    return out.append('}').toString();
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
