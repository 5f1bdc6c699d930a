package io.vgi.example.scalar;

import io.vgi.catalog.Catalog;

/** Two catalogs of one worker whose schemas and functions have the same names. */
public final class TwinCatalogs {
  private TwinCatalogs() {}

  /** The catalog {@code twin_a} or {@code twin_b}. */
  public static Catalog of(String name) {
    return Catalog.named(name)
        .comment("Catalog-disambiguation twin (" + name + ")")
        .schema(
            Catalog.MAIN,
            main ->
                main.comment("Colliding function name served by " + name)
                    .function(TypeScalars.ofCatalog(name, name.substring(name.length() - 1))))
        .build();
  }
}
