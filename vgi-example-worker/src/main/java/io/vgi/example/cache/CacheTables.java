package io.vgi.example.cache;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.example.table.VersionedTables;

/** Functions whose results may be kept, and the tables over them. */
public final class CacheTables {
  private final CacheNumbers numbers = CacheNumbers.withTtl();
  private final CacheNumbers noStore = CacheNumbers.noStore();
  private final CacheNumbers big = CacheNumbers.big();
  private final CacheNumbers filtered = CacheNumbers.filtered();
  private final CacheNonce nonce = CacheNonce.plain();
  private final CacheNonce revalidatable = CacheNonce.revalidatable();
  private final CacheNonce ofTransaction = CacheNonce.ofTransaction();
  private final CacheColumns columns = CacheColumns.all();
  private final CacheColumns projected = CacheColumns.projected();
  private final CacheText whoami = CacheText.whoami();
  private final CacheVersions versions = new CacheVersions();
  private final CachePoison failing = CachePoison.failing();
  private final CachePoison external = CachePoison.external();
  private final CacheParts ordered = CacheParts.ordered();

  /** Adds what the schema {@code main} has. */
  public void addToMain(Schema.Builder main) {
    main.function(numbers)
        .function(noStore)
        .function(big)
        .function(filtered)
        .function(CacheNumbers.bench())
        .function(nonce)
        .function(revalidatable)
        .function(ofTransaction)
        .function(projected)
        .function(whoami)
        .function(CacheText.ofSchema("main"))
        .function(versions)
        .function(failing)
        .function(external)
        .function(new CacheTypes())
        .function(CacheParts.parallel())
        .function(ordered)
        .function(CachePartitions.whole())
        .function(CachePartitions.each())
        .function(CachePartitions.projected())
        .function(new CacheRegions())
        .function(new CacheCountries());
  }

  /** Adds what the schema {@code data} has. */
  public void addToData(Schema.Builder data) {
    data.function(CacheText.ofSchema("data"))
        .table(
            Table.named("cacheable_numbers")
                .from(numbers)
                .comment("Cacheable 10-row result advertising vgi.cache.ttl"))
        .table(
            Table.named("cache_nonce")
                .from(nonce)
                .comment("One-row cacheable result whose value changes per real" + " invocation"))
        .table(
            Table.named("cache_multicol")
                .from(columns)
                .comment("Multi-column cacheable result (projection-coverage reuse)"))
        .table(
            Table.named("cache_no_store")
                .from(noStore)
                .comment("Advertises vgi.cache.no_store — must never be cached"))
        .table(
            Table.named("cache_scoped_txn")
                .from(ofTransaction)
                .comment("Advertises vgi.cache.scope=transaction"))
        .table(
            Table.named("cache_filtered")
                .from(filtered)
                .comment(
                    "Cacheable sequence with static filter pushdown" + " (filter_bytes keying)"))
        .table(
            Table.named("cache_big")
                .from(big)
                .comment("Large multi-batch cacheable result (advertises" + " vgi.cache.ttl)"))
        .table(
            Table.named("cache_ordered")
                .from(ordered)
                .comment(
                    "Multi-worker order-sensitive cacheable result (batch_index;"
                        + " parallel capture, ordered serve)"))
        .table(
            Table.named("cache_revalidatable")
                .from(revalidatable)
                .comment("Always-revalidate result (304 not_modified reuses stored" + " bytes)"))
        .table(
            Table.named("cache_whoami")
                .from(whoami)
                .comment(
                    "Cacheable result echoing the caller's auth principal" + " (identity-scoped)"))
        .table(
            Table.named("cache_projection")
                .from(projected)
                .comment(
                    "Projection-pushdown cacheable result (SELECT a vs b are" + " distinct keys)"))
        .table(
            Table.named("cache_poison")
                .from(failing)
                .comment(
                    "Cacheable first batch then a mid-stream error" + " (never-partial check)"))
        .table(
            Table.named("cache_external_fail")
                .from(external)
                .comment(
                    "Cacheable first batch then an unresolvable" + " external-location pointer"))
        .table(
            version(CacheVersions.NEWEST)
                .versions(asOf -> version(VersionedTables.version(asOf)).build())
                .comment("Version-specific cacheable rows (AT-keyed cache isolation)"));
  }

  private TableBuilder version(long version) {
    return Table.named("cache_versioned").from(versions, version).scanByCall();
  }
}
