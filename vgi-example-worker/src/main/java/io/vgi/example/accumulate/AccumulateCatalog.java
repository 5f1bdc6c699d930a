package io.vgi.example.accumulate;

import io.vgi.catalog.Catalog;

/** Rows collected under names, for as long as the catalog is attached. */
public final class AccumulateCatalog {
  private AccumulateCatalog() {}

  /** The catalog. */
  public static Catalog create() {
    return Catalog.named("accumulate")
        .implementationVersion("vgi-fixture")
        .dataVersion("2.0.0")
        .schema(
            Catalog.MAIN,
            main ->
                main.comment("Rows collected by name, each attach its own")
                    .function(new Accumulate())
                    .function(new AccumulateRead())
                    .function(new AccumulateClear()))
        .build();
  }
}
