package io.vgi.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line of {@code --name value} and of {@code --flag}; a name may come again. */
final class Options {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Options() {}

  static Options parse(String[] args, String... flags) {
    Options options = new Options();
    Set<String> alone = Set.of(flags);
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("Expected an option in place of '" + args[i] + "'");
      }
      String name = args[i].substring(2);
      String value = "";
      if (!alone.contains(name)) {
        if (++i == args.length) {
          throw new IllegalArgumentException("Option '--" + name + "' needs a value");
        }
        value = args[i];
      }
      options.values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return options;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String get(String name, String otherwise) {
    List<String> given = values.get(name);
    return given == null ? otherwise : given.get(given.size() - 1);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
