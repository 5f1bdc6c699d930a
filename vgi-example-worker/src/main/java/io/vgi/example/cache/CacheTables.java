package io.vgi.example.cache;

import io.vgi.catalog.Schema;

/** Puts the functions of this package into schemas. */
public final class CacheTables {
  private CacheTables() {}

  /** Adds what the schema {@code main} has. */
  public static void addToMain(Schema.Builder main) {
    main.function(CacheNumbers.withTtl())
        .function(CacheNumbers.noStore())
        .function(CacheNumbers.big())
        .function(CacheNumbers.filtered())
        .function(CacheNumbers.bench())
        .function(CacheNonce.plain())
        .function(CacheNonce.revalidatable())
        .function(CacheNonce.ofTransaction())
        .function(CacheColumns.projected())
        .function(CacheText.whoami())
        .function(CacheText.ofSchema("main"))
        .function(new CacheVersions())
        .function(CachePoison.failing())
        .function(CachePoison.external())
        .function(new CacheTypes())
        .function(CacheParts.parallel())
        .function(CacheParts.ordered())
        .function(CachePartitions.whole())
        .function(CachePartitions.each())
        .function(CachePartitions.projected())
        .function(new CacheRegions())
        .function(new CacheCountries());
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder data) {
    data.function(CacheText.ofSchema("data"));
  }
}
