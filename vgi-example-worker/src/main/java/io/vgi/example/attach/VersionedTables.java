package io.vgi.example.attach;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.Release;
import io.vgi.catalog.Table;
import io.vgi.function.FunctionSpec;
import io.vgi.function.TableFunction;
import io.vgi.type.ColumnSpec;
import java.time.Instant;
import java.util.List;

/** A catalog whose tables come, change and go from release to release. */
public final class VersionedTables {
  private static final String NAME = "versioned_tables";
  private static final String SOURCE = "https://github.com/Query-farm/vgi-python";

  private static final TableFunction<?> ANIMALS =
      rows(
          "versioned_tables_animals_scan",
          "Animals table for data_version 1.0.0",
          Animal.class,
          List.of(
              new Animal("chicken", 2L, "cluck"),
              new Animal("cow", 4L, "moo"),
              new Animal("horse", 4L, "neigh"),
              new Animal("pig", 4L, "oink"),
              new Animal("sheep", 4L, "baa")));
  private static final TableFunction<?> COLORED =
      rows(
          "versioned_tables_animals_color_scan",
          "Animals table for data_version 1.1.0 (with color)",
          ColoredAnimal.class,
          List.of(
              new ColoredAnimal("chicken", 2L, "cluck", "red"),
              new ColoredAnimal("cow", 4L, "moo", "brown"),
              new ColoredAnimal("horse", 4L, "neigh", "black"),
              new ColoredAnimal("pig", 4L, "oink", "pink"),
              new ColoredAnimal("sheep", 4L, "baa", "white")));
  private static final TableFunction<?> PLANTS =
      rows(
          "versioned_tables_plants_scan",
          "Plants table for data_version 2.0.0 and 3.0.0",
          Plant.class,
          List.of(
              new Plant("oak", "tree", 20.0),
              new Plant("pine", "tree", 25.0),
              new Plant("rose", "flower", 0.6),
              new Plant("tomato", "vegetable", 1.5),
              new Plant("wheat", "grass", 1.0)));

  private VersionedTables() {}

  /** A row of {@code animals}. */
  record Animal(String name, Long legs, String sound) {}

  /** A row of {@code animals} since release 1.1.0. */
  record ColoredAnimal(String name, Long legs, String sound, String color) {}

  /** A row of {@code plants}. */
  record Plant(String name, String kind, @ColumnSpec(name = "height_m") Double height) {}

  private static <R extends Record> TableFunction<?> rows(
      String function, String doc, Class<R> row, List<R> rows) {
    return TableFunction.rows(FunctionSpec.table(function).doc(doc).pushdown(), row, rows);
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

  /** The catalog {@code versioned}, with nothing in it but versions. */
  public static CatalogChoice versionsOnly() {
    Catalog catalog =
        Catalog.named("versioned")
            .comment(
                "Example catalog demonstrating data_version_spec validation and cookie stickiness")
            .build();
    return CatalogChoice.named("versioned")
        .implementations("1.0.0")
        .release("1.0.0", catalog)
        .release("1.1.0", catalog)
        .release("1.2.0", catalog)
        .build();
  }
}
