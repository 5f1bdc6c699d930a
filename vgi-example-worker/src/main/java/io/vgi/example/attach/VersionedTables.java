package io.vgi.example.attach;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.Release;
import io.vgi.catalog.Table;
import io.vgi.example.table.FixedRows;
import io.vgi.function.FunctionSpec;
import java.time.Instant;

/** A catalog whose tables come, change and go from release to release. */
public final class VersionedTables {
  private static final String NAME = "versioned_tables";
  private static final String SOURCE = "https://github.com/Query-farm/vgi-python";

  private static final FixedRows ANIMALS =
      animals("versioned_tables_animals_scan", "Animals table for data_version 1.0.0").build();
  private static final FixedRows COLORED =
      animals(
              "versioned_tables_animals_color_scan",
              "Animals table for data_version 1.1.0 (with color)")
          .texts("color", "red", "brown", "black", "pink", "white")
          .build();
  private static final FixedRows PLANTS =
      FixedRows.of(
              FunctionSpec.table("versioned_tables_plants_scan")
                  .doc("Plants table for data_version 2.0.0 and 3.0.0"))
          .texts("name", "oak", "pine", "rose", "tomato", "wheat")
          .texts("kind", "tree", "tree", "flower", "vegetable", "grass")
          .doubles("height_m", 20.0, 25.0, 0.6, 1.5, 1.0)
          .build();

  private VersionedTables() {}

  private static FixedRows.Builder animals(String function, String doc) {
    return FixedRows.of(FunctionSpec.table(function).doc(doc))
        .texts("name", "chicken", "cow", "horse", "pig", "sheep")
        .longs("legs", 2, 4, 4, 4, 4)
        .texts("sound", "cluck", "moo", "neigh", "oink", "baa");
  }

  /** The catalog {@code versioned_tables}. */
  public static CatalogChoice create() {
    return CatalogChoice.named(NAME)
        .sourceUrl(SOURCE)
        .implementations("10.0.0", "10.1.0", "11.0.0")
        .release(
            release("1.0.0", "2026-01-01", "Initial release."),
            Catalog.named(NAME).table(Table.named("animals").from(ANIMALS)).build())
        .release(
            release("1.1.0", "2026-01-10", "Added 'sound' column to 'animals'."),
            Catalog.named(NAME).table(Table.named("animals").from(COLORED)).build())
        .release(
            release("2.0.0", "2026-02-01", "Added 'plants' table alongside 'animals'.")
                .notes(SOURCE + "/releases/tag/data-v2.0.0"),
            Catalog.named(NAME)
                .table(Table.named("animals").from(COLORED))
                .table(Table.named("plants").from(PLANTS))
                .build())
        .release(
            release(
                    "3.0.0",
                    "2026-04-15",
                    "Removed deprecated 'animals' table; 'plants' is now the only table.")
                .notes(SOURCE + "/releases/tag/data-v3.0.0"),
            Catalog.named(NAME).table(Table.named("plants").from(PLANTS)).build())
        .build();
  }

  private static Release release(String version, String day, String summary) {
    return Release.of(version).at(Instant.parse(day + "T00:00:00Z")).summary(summary);
  }
}
