package io.vgi.internal.page;

import io.vgi.catalog.ForeignKey;
import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Table;
import io.vgi.catalog.View;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables, views and macros. */
final class TablePart {
  private final Markup out;
  private final Parts parts;

  TablePart(Markup out, Parts parts) {
    this.out = out;
    this.parts = parts;
  }

  void table(String anchor, String catalog, String schema, Table table, List<Index> indexes) {
    parts.object("table", anchor, SqlText.name(table.name()));
    parts.paragraph(table.comment());
    List<List<String>> rows = new ArrayList<>();
    for (Column<?> column : table.knownColumns()) {
      String comment = table.columnComments().getOrDefault(column.name(), remark(column));
      rows.add(
          List.of(SqlText.name(column.name()), column.type().sql(), rules(table, column), comment));
    }
    parts.table("Columns", List.of("Column", "*Type", "*Rules", "Description"), rows);
    parts.facts(facts(table, indexes));
    parts.sql("FROM " + SqlText.path(catalog, schema, table.name()) + ";");
    parts.tags(table.tags());
    out.close();
  }

  void view(String anchor, View view) {
    parts.object("view", anchor, SqlText.name(view.name()));
    parts.paragraph(view.comment());
    parts.sql(view.sql());
    List<List<String>> rows = new ArrayList<>();
    view.columnComments().forEach((name, text) -> rows.add(List.of(SqlText.name(name), text)));
    parts.table("Columns", List.of("Column", "Description"), rows);
    parts.tags(view.tags());
    out.close();
  }

  void macro(String anchor, Macro macro) {
    List<String> params = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Macro.Param param : macro.params()) {
      String name = SqlText.name(param.name());
      String fallback = param.fallback() == null ? "" : SqlText.value(param.fallback());
      params.add(fallback.isEmpty() ? name : "[" + name + " := " + fallback + "]");
      rows.add(List.of(name, fallback, param.doc()));
    }
    String heading = SqlText.name(macro.name()) + "(" + String.join(", ", params) + ")";
    parts.object("macro", anchor, macro.table() ? heading + " → TABLE" : heading);
    parts.paragraph(macro.comment());
    parts.table("Arguments", List.of("Argument", "*Default", "Description"), rows);
    parts.sql(macro.sql());
    parts.tags(macro.tags());
    out.close();
  }

  private static String rules(Table table, Column<?> column) {
    String name = column.name();
    List<String> rules = new ArrayList<>();
    if (table.primaryKey().equals(List.of(name))) {
      rules.add("PRIMARY KEY");
    }
    if (table.notNull().contains(name)) {
      rules.add("NOT NULL");
    }
    if (table.unique().contains(List.of(name))) {
      rules.add("UNIQUE");
    }
    if (table.defaults().containsKey(name)) {
      rules.add("DEFAULT " + table.defaults().get(name));
    }
    if (table.generated().containsKey(name)) {
      rules.add("AS (" + table.generated().get(name) + ")");
    }
    if (name.equals(table.rowId())) {
      rules.add("row id");
    }
    return String.join(", ", rules);
  }

  private static Map<String, String> facts(Table table, List<Index> indexes) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (table.primaryKey().size() > 1) {
      facts.put("Primary key", SqlText.names(table.primaryKey()));
    }
    List<String> unique = new ArrayList<>();
    table.unique().stream()
        .filter(key -> key.size() > 1)
        .forEach(key -> unique.add("(" + SqlText.names(key) + ")"));
    put(facts, "Unique", unique);
    put(facts, "Checks", table.checks());
    List<String> foreign = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      String other =
          key.schema() == null
              ? SqlText.name(key.table())
              : SqlText.path(key.schema(), key.table());
      foreign.add(
          "("
              + SqlText.names(key.columns())
              + ") → "
              + other
              + "("
              + SqlText.names(key.keys())
              + ")");
    }
    put(facts, "Foreign keys", foreign);
    List<String> filters = new ArrayList<>();
    table.requiredFilters().forEach(group -> filters.add(String.join(" or ", group)));
    put(facts, "Must be filtered by", filters);
    List<String> found = new ArrayList<>();
    for (Index index : indexes) {
      if (index.table().equalsIgnoreCase(table.name())) {
        String kind =
            index.constraint() == Index.Constraint.NONE ? "" : " " + words(index.constraint());
        found.add(
            SqlText.name(index.name())
                + kind
                + " ("
                + String.join(", ", index.expressions())
                + ")");
      }
    }
    put(facts, "Indexes", found);
    if (table.estimate() != null) {
      facts.put("Rows, about", String.valueOf(table.estimate()));
    }
    if (table.hasTimeTravel()) {
      facts.put("Past states", "can be asked for with AT (…)");
    }
    return facts;
  }

  private static void put(Map<String, String> facts, String term, List<String> texts) {
    if (!texts.isEmpty()) {
      facts.put(term, String.join("; ", texts));
    }
  }

  /** What is said of a column. */
  static String remark(Column<?> column) {
    String comment = column.metadata().get("comment");
    return comment == null ? column.doc() : comment;
  }

  static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
