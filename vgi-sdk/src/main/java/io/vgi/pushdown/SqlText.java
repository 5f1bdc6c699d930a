package io.vgi.pushdown;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL, and what its question marks stand for. */
record SqlText(String text, List<Object> parameters) {
  /** Texts one behind the other; null when one of them is. */
  static @Nullable SqlText of(@Nullable Object... parts) {
    StringBuilder text = new StringBuilder();
    List<Object> parameters = new ArrayList<>();
    for (Object part : parts) {
      if (part == null) {
        return null;
      } else if (part instanceof SqlText said) {
        text.append(said.text());
        parameters.addAll(said.parameters());
      } else {
        text.append(part);
      }
    }
    return new SqlText(text.toString(), parameters);
  }

  static SqlText joined(List<SqlText> parts, String word) {
    return parts.size() == 1 ? parts.get(0) : bracketed(parts, word);
  }

  static SqlText listed(List<SqlText> parts) {
    return bracketed(parts, ", ");
  }

  private static SqlText bracketed(List<SqlText> parts, String word) {
    List<Object> parameters = new ArrayList<>();
    parts.forEach(part -> parameters.addAll(part.parameters()));
    return new SqlText(
        "(" + String.join(word, parts.stream().map(SqlText::text).toList()) + ")", parameters);
  }
}
