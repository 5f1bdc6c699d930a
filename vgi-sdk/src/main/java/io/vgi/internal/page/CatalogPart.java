package io.vgi.internal.page;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.CatalogSource;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.View;
import io.vgi.function.FunctionSpec;
import io.vgi.function.SqlFunction;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One catalog: how to attach it, and all its objects. */
final class CatalogPart {
  /** What the table of contents leads to; level 0 is a catalog, 1 a schema, 2 a kind, 3 objects. */
  record Entry(int level, String anchor, String text) {}

  private record Shown(String anchor, String name, Runnable write) {}

  private final Markup out;
  private final Parts parts;
  private final Anchors anchors;
  private final List<Entry> contents;
  private final CatalogSource source;

  CatalogPart(Markup out, Anchors anchors, List<Entry> contents, CatalogSource source) {
    this.out = out;
    this.parts = new Parts(out);
    this.anchors = anchors;
    this.contents = contents;
    this.source = source;
  }

  void write(String address, boolean closed) {
    String anchor = enter(0, source.name(), "catalog", source.name());
    out.open("section", "id", anchor).element("h2", "Catalog " + source.name());
    Catalog catalog = AttachPart.shown(source);
    if (catalog != null) {
      parts.paragraph(catalog.comment());
      about(catalog);
      parts.tags(catalog.tags());
    }
    link();
    attach(address, closed);
    boolean live = source instanceof CatalogChoice choice && choice.about() != null;
    if (catalog == null || live) {
      out.element("p", "What it holds depends on how it is attached.");
    }
    if (catalog != null) {
      for (Schema schema : live ? List.<Schema>of() : catalog.schemas()) {
        schema(schema);
      }
      copyFormats(catalog);
      settings(catalog);
      secrets(catalog);
    }
    out.close();
  }

  private void about(Catalog catalog) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (catalog.implementationVersion() != null) {
      facts.put("Version", catalog.implementationVersion());
    }
    if (catalog.dataVersion() != null) {
      facts.put("Data version", catalog.dataVersion());
    }
    if (!catalog.defaultSchema().equals(Catalog.MAIN)) {
      facts.put("Default schema", catalog.defaultSchema());
    }
    if (!catalog.globals().isEmpty()) {
      facts.put(
          "Global functions",
          SqlText.names(
              catalog.globals().stream()
                  .map(name -> catalog.globalPrefix() + '_' + name)
                  .toList()));
    }
    parts.facts(facts);
  }

  private void link() {
    String url = source.sourceUrl();
    if (url != null) {
      out.open("p").text("Source: ");
      String lower = url.toLowerCase(Locale.ROOT);
      if (lower.startsWith("https://") || lower.startsWith("http://")) {
        out.element("a", url, "href", url, "rel", "noreferrer noopener");
      } else {
        out.text(url);
      }
      out.close();
    }
  }

  private void attach(String address, boolean closed) {
    String anchor = enter(1, "Attach", "catalog", source.name(), "attach");
    out.open("section", "class", "attach", "id", anchor).element("h3", "Attach");
    new AttachPart(out, parts, source).write(address, closed);
    out.close();
  }

  private void schema(Schema schema) {
    Map<String, List<Shown>> groups = new LinkedHashMap<>();
    FunctionPart functions = new FunctionPart(out, parts);
    FunctionPart.KINDS.forEach(kind -> groups.put(kind, new ArrayList<>()));
    for (SqlFunction function : schema.functions()) {
      String name = schema.spec(function).name();
      String anchor = anchors.of("function", source.name(), schema.name(), name);
      add(
          groups,
          FunctionPart.kind(function),
          anchor,
          name,
          () ->
              functions.write(
                  anchor, source.name(), schema.name(), function, schema.spec(function)));
    }
    TablePart tables = new TablePart(out, parts);
    for (Table table : schema.tables()) {
      String anchor = anchors.of("table", source.name(), schema.name(), table.name());
      Runnable write =
          () -> tables.table(anchor, source.name(), schema.name(), table, schema.indexes());
      add(groups, "Tables", anchor, table.name(), write);
    }
    for (View view : schema.views()) {
      String anchor = anchors.of("view", source.name(), schema.name(), view.name());
      add(groups, "Views", anchor, view.name(), () -> tables.view(anchor, view));
    }
    for (Macro macro : schema.macros()) {
      String anchor = anchors.of("macro", source.name(), schema.name(), macro.name());
      add(groups, "Macros", anchor, macro.name(), () -> tables.macro(anchor, macro));
    }
    groups.values().removeIf(List::isEmpty);
    if (groups.isEmpty() && schema.comment() == null && schema.tags().isEmpty()) {
      return;
    }
    String anchor = enter(1, "Schema " + schema.name(), "schema", source.name(), schema.name());
    out.open("section", "id", anchor).element("h3", "Schema " + schema.name());
    parts.paragraph(schema.comment());
    parts.tags(schema.tags());
    groups.forEach((kind, shown) -> group(schema.name(), kind, shown));
    out.close();
  }

  private static void add(
      Map<String, List<Shown>> groups, String kind, String anchor, String name, Runnable write) {
    groups.computeIfAbsent(kind, k -> new ArrayList<>()).add(new Shown(anchor, name, write));
  }

  private void group(String schema, String kind, List<Shown> shown) {
    String heading = kind + " (" + shown.size() + ")";
    String anchor = enter(2, heading, "kind", source.name(), schema, kind);
    out.open("section", "id", anchor).element("h4", heading);
    for (Shown one : shown) {
      contents.add(new Entry(3, one.anchor(), one.name()));
      one.write().run();
    }
    out.close();
  }

  private void copyFormats(Catalog catalog) {
    if (catalog.copyFormats().isEmpty()) {
      return;
    }
    String anchor = enter(1, "COPY formats", "catalog", source.name(), "copy");
    out.open("section", "id", anchor).element("h3", "COPY formats");
    FunctionPart functions = new FunctionPart(out, parts);
    for (SqlFunction format : catalog.copyFormats()) {
      FunctionSpec spec = format.spec();
      String own = anchors.of("format", source.name(), spec.name());
      contents.add(new Entry(2, own, spec.name()));
      functions.format(own, source.name(), format, spec);
    }
    out.close();
  }

  private void settings(Catalog catalog) {
    if (catalog.settings().isEmpty()) {
      return;
    }
    String anchor = enter(1, "Settings", "catalog", source.name(), "settings");
    out.open("section", "id", anchor).element("h3", "Settings");
    List<List<String>> rows = new ArrayList<>();
    for (Setting<?> setting : catalog.settings()) {
      String fallback = setting.fallback() == null ? "" : SqlText.value(setting.fallback());
      rows.add(
          List.of(
              SqlText.name(setting.name()),
              setting.type().sql(),
              fallback,
              FunctionPart.described(setting)));
    }
    parts.table("Settings", List.of("Setting", "*Type", "*Default", "Description"), rows);
    out.close();
  }

  /** Defaults and limits of secrets are left out: they may tell of a secret. */
  private void secrets(Catalog catalog) {
    if (catalog.secretTypes().isEmpty()) {
      return;
    }
    String anchor = enter(1, "Secret types", "catalog", source.name(), "secrets");
    out.open("section", "id", anchor).element("h3", "Secret types");
    for (SecretType type : catalog.secretTypes()) {
      String own = anchors.of("secret", source.name(), type.name());
      parts.object("secret", own, SqlText.name(type.name()));
      parts.paragraph(type.doc());
      List<List<String>> rows = new ArrayList<>();
      for (Arg<?> arg : type.parameters()) {
        rows.add(
            List.of(
                SqlText.name(arg.name()),
                arg.type().sql(),
                type.isRedacted(arg) ? "hidden" : "shown",
                arg.doc()));
      }
      parts.table("Parameters", List.of("Parameter", "*Type", "In listings", "Description"), rows);
      out.close();
    }
    out.close();
  }

  private String enter(int level, String text, String... names) {
    String anchor = anchors.of(names);
    contents.add(new Entry(level, anchor, text));
    return anchor;
  }
}
