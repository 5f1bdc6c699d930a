package io.vgi.catalog;

import io.vgi.internal.kind.FunctionKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What can be wrong between the objects of one schema. */
final class SchemaChecks {
  private final Schema schema;
  private final Map<String, String> functions;
  private final List<String> faults;

  /**
   * Checks {@code schema}.
   *
   * @param functions the kind of function by name in lower case
   */
  SchemaChecks(Schema schema, Map<String, String> functions, List<String> faults) {
    this.schema = schema;
    this.functions = functions;
    this.faults = faults;
  }

  void run() {
    Map<String, String> rows = new HashMap<>();
    for (Table table : schema.tables()) {
      name("table", table.name(), rows);
    }
    for (View view : schema.views()) {
      name("view", view.name(), rows);
      if (view.sql().isBlank()) {
        faults.add("view '" + view.name() + "' has no SQL");
      }
    }
    Map<String, String> macros = new HashMap<>();
    for (Macro macro : schema.macros()) {
      name("macro", macro.name(), macros);
      macro(macro);
    }
    Map<String, String> indexes = new HashMap<>();
    for (Index index : schema.indexes()) {
      name("index", index.name(), indexes);
      index(index);
    }
  }

  private void name(String kind, String name, Map<String, String> taken) {
    if (name.isBlank()) {
      faults.add("a " + kind + " of schema '" + schema.name() + "' has an empty name");
    }
    String before = taken.put(name.toLowerCase(Locale.ROOT), kind);
    if (kind.equals(before)) {
      faults.add(
          "schema '"
              + schema.name()
              + "' has two "
              + kind
              + (kind.endsWith("x") ? "es" : "s")
              + " called '"
              + name
              + "'");
    } else if (before != null) {
      faults.add(
          "'"
              + name
              + "' is both a "
              + before
              + " and a "
              + kind
              + " in schema '"
              + schema.name()
              + "'");
    }
  }

  private void macro(Macro macro) {
    String kind = functions.get(macro.name().toLowerCase(Locale.ROOT));
    boolean table = FunctionKind.ROWS.equals(kind);
    if (kind != null && macro.table() == table) {
      String what = table ? kind : kind + " function";
      faults.add("'" + macro.name() + "' is both a " + what + " and a macro");
    }
    Set<String> names = new HashSet<>();
    boolean optional = false;
    for (Macro.Param param : macro.params()) {
      if (!names.add(param.name().toLowerCase(Locale.ROOT))) {
        faults.add("macro '" + macro.name() + "' has two parameters called '" + param.name() + "'");
      }
      if (param.fallback() == null && optional) {
        faults.add(
            "macro '"
                + macro.name()
                + "' has the parameter '"
                + param.name()
                + "' without default behind one with a default");
      }
      optional |= param.fallback() != null;
    }
  }

  private void index(Index index) {
    if (schema.table(index.table()) == null) {
      faults.add(
          "index '"
              + index.name()
              + "' is on the table '"
              + index.table()
              + "', which schema '"
              + schema.name()
              + "' does not have");
    }
    if (index.expressions().isEmpty()) {
      faults.add("index '" + index.name() + "' has no expression");
    }
  }
}
