package io.vgi.example.attach;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;

/** A catalog with nothing in it but versions. */
public final class VersionedCatalog {
  private static final String NAME = "versioned";

  private VersionedCatalog() {}

  /** The catalog {@code versioned}. */
  public static CatalogChoice create() {
    Catalog catalog =
        Catalog.named(NAME)
            .comment(
                "Example catalog demonstrating data_version_spec validation and cookie stickiness")
            .build();
    return CatalogChoice.named(NAME)
        .implementations("1.0.0")
        .release("1.0.0", catalog)
        .release("1.1.0", catalog)
        .release("1.2.0", catalog)
        .build();
  }
}
