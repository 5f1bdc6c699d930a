package io.vgi.internal.page;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.CatalogSource;
import io.vgi.catalog.Release;
import io.vgi.param.AttachOption;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to attach one catalog: the statement, its options, the versions it may ask for. */
final class AttachPart {
  private final Markup out;
  private final Parts parts;
  private final CatalogSource source;

  AttachPart(Markup out, Parts parts, CatalogSource source) {
    this.out = out;
    this.parts = parts;
    this.source = source;
  }

  /** The catalog that the page shows; null when only an ATTACH can tell. */
  static @Nullable Catalog shown(CatalogSource source) {
    if (source instanceof CatalogChoice choice) {
      if (choice.about() != null) {
        return choice.about();
      }
      String release = choice.defaultRelease();
      return release == null ? null : choice.catalog(release);
    }
    return (Catalog) source;
  }

  void write(String address, boolean closed) {
    out.element("p", "In DuckDB:");
    StringBuilder sql =
        new StringBuilder("INSTALL vgi FROM community;\nLOAD vgi;\nATTACH ")
            .append(SqlText.text(source.name()))
            .append(" AS ")
            .append(SqlText.name(source.name()))
            .append(" (\n  TYPE vgi,\n  LOCATION ")
            .append(SqlText.text(address));
    if (closed) {
      sql.append(",\n  bearer_token 'your token'");
    }
    for (AttachOption<?> option : source.attachOptions()) {
      if (option.isRequired()) {
        sql.append(",\n  ").append(SqlText.name(option.name())).append(" …");
      }
    }
    parts.sql(sql.append("\n);").toString());
    if (closed) {
      out.element(
          "p",
          "This worker asks who is calling: replace the text after bearer_token by your token.");
    }
    options();
    if (source instanceof CatalogChoice choice) {
      versions(choice);
    }
  }

  private void options() {
    List<List<String>> rows = new ArrayList<>();
    for (AttachOption<?> option : source.attachOptions()) {
      Object fallback = option.isSecret() ? null : option.fallback();
      rows.add(
          List.of(
              SqlText.name(option.name()),
              option.type().sql(),
              option.isRequired() ? "required" : fallback == null ? "" : SqlText.value(fallback),
              option.isSecret() ? option.doc() : FunctionPart.described(option)));
    }
    if (!rows.isEmpty()) {
      parts.table("Options", List.of("Option", "*Type", "*Default", "Description"), rows);
    }
  }

  private void versions(CatalogChoice choice) {
    List<List<String>> rows = new ArrayList<>();
    for (Release release : choice.releases()) {
      boolean isDefault = release.version().equals(choice.defaultRelease());
      rows.add(
          List.of(
              release.version() + (isDefault ? " (default)" : ""),
              release.at() == null
                  ? ""
                  : release.at().atOffset(ZoneOffset.UTC).toLocalDate().toString(),
              release.summary()));
    }
    if (!rows.isEmpty()) {
      out.element("p", "The option data_version_spec asks for a version of the data.");
      parts.table("Releases", List.of("Version", "*Released", "Summary"), rows);
    }
    if (!choice.implementations().isEmpty()) {
      out.element(
          "p",
          "The option implementation_version asks for a version of the code: "
              + String.join(", ", choice.implementations())
              + ".");
    }
  }
}
