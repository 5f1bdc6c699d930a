package io.vgi.testing.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands as a POSIX shell reads them, and DuckDB for {@code launch:}. */
final class Shell {
  private Shell() {}

  /** {@code program} with more variables in its environment. */
  static String line(Map<String, String> environment, List<String> program) {
    List<String> words = new ArrayList<>();
    if (!environment.isEmpty()) {
      words.add("env");
      environment.forEach((name, value) -> words.add(name + "=" + value));
    }
    words.addAll(program);
    return String.join(" ", words.stream().map(Shell::quoted).toList());
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
