package io.vgi.internal.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The name of a function that belongs to a table and that no schema lists, as {@code
 * main.items#scan}: the engine names no schema in its calls of such functions, and they may reach a
 * process that never saw the table. Names that are not plain are quoted as in SQL.
 *
 * @param schema the table's schema
 * @param table the table
 * @param use what the function is for
 */
record TableFunctionName(String schema, String table, String use) {
  /** Gives the rows of the table. */
  static final String SCAN = "scan";

  private static final char USE = '#';

  /** The name as calls have it. */
  String text() {
    return quoted(schema) + '.' + quoted(table) + USE + use;
  }

  /** Reads a name; null when it is another function's. */
  static @Nullable TableFunctionName parse(String text) {
    int use = text.lastIndexOf(USE);
    if (use < 0) {
      return null;
    }
    int point = end(text, 0);
    int end = point < use && text.charAt(point) == '.' ? end(text, point + 1) : -1;
    return end == use
        ? new TableFunctionName(
            plain(text.substring(0, point)),
            plain(text.substring(point + 1, end)),
            text.substring(use + 1))
        : null;
  }

  /** Where the name that begins at {@code start} ends. */
  private static int end(String text, int start) {
    int at = start;
    boolean quoted = false;
    while (at < text.length()) {
      char one = text.charAt(at);
      if (one == '"') {
        quoted = !quoted;
      } else if (!quoted && !isPlain(one)) {
        return at;
      }
      at++;
    }
    return at;
  }

  private static String quoted(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlain(name.charAt(i))) {
        return '"' + name.replace("\"", "\"\"") + '"';
      }
    }
    return name;
  }

  private static String plain(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  private static boolean isPlain(char one) {
    return one == '_' || Character.isLetterOrDigit(one);
  }
}
