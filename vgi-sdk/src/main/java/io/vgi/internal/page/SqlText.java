package io.vgi.internal.page;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names and values as SQL. */
final class SqlText {
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and anti any array as asc asof asymmetric at authorization between"
                  + " both by case cast check coalesce collate collation column columns concurrently"
                  + " constraint create cross default deferrable desc describe distinct do else end"
                  + " except exists extract false fetch for foreign freeze from full generated glob"
                  + " group grouping having ilike in initially inner intersect interval into is"
                  + " isnull join lambda lateral leading left like limit map natural not notnull"
                  + " null nullif offset on only or order outer overlaps overlay pivot"
                  + " pivot_longer pivot_wider placing position positional primary qualify"
                  + " references returning right row select semi setof show similar some struct"
                  + " substring summarize symmetric table tablesample then to trailing treat trim"
                  + " true try_cast union unique unpivot using values variadic verbose when where"
                  + " window with within")
              .split(" "));

  private SqlText() {}

  /** The name, in double quotes where SQL needs them. */
  static String name(String name) {
    return isPlain(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Names with dots between. */
  static String path(String... names) {
    List<String> parts = new ArrayList<>(names.length);
    for (String name : names) {
      parts.add(name(name));
    }
    return String.join(".", parts);
  }

  /** Names with commas between. */
  static String names(List<String> names) {
    return String.join(", ", names.stream().map(SqlText::name).toList());
  }

  /** The text in single quotes. */
  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A Java value as a literal. */
  static String value(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    } else if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    } else if (value instanceof byte[] bytes) {
      return bytes.length == 0
          ? "''::BLOB"
          : "'\\x" + HexFormat.ofDelimiter("\\x").withUpperCase().formatHex(bytes) + "'::BLOB";
    } else if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(SqlText::value).toList()) + "]";
    }
    return text(value.toString());
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty() && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
  }
}
