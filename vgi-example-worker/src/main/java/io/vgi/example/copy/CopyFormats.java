package io.vgi.example.copy;

import io.vgi.catalog.Catalog;

/** The formats of the example catalog. */
public final class CopyFormats {
  private CopyFormats() {}

  /** Adds all. */
  public static Catalog.Builder addTo(Catalog.Builder catalog) {
    return catalog
        .copyFrom(ExampleLines.create())
        .copyFrom(SecretLinesIn.create())
        .copyTo(ExampleLinesOut.create())
        .copyTo(ExampleLinesOut.ordered())
        .copyTo(new SecretLinesOut());
  }
}
