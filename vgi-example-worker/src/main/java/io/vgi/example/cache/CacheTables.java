package io.vgi.example.cache;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.catalog.TableVersions;
import io.vgi.example.table.VersionedTables;
import io.vgi.function.RangeFunction;
import io.vgi.function.ScanFunction;
import io.vgi.function.SplitRangeFunction;
import io.vgi.pushdown.AsOf;

/** Functions whose results may be kept, and the tables over them. */
public final class CacheTables {
  private final RangeFunction numbers = CacheNumbers.withTtl();
  private final RangeFunction noStore = CacheNumbers.noStore();
  private final RangeFunction big = CacheNumbers.big();
  private final RangeFunction filtered = CacheNumbers.filtered();
  private final RangeFunction nonce = CacheRows.nonce();
  private final RangeFunction revalidatable = CacheRows.revalidatable();
  private final RangeFunction ofTransaction = CacheRows.ofTransaction();
  private final RangeFunction projected = CacheRows.projected();
  private final RangeFunction whoami = CacheRows.whoami();
  private final RangeFunction versions = CacheRows.versions();
  private final RangeFunction failing = CacheRows.failing();
  private final CachePointer external = new CachePointer();
  private final SplitRangeFunction ordered = CacheNumbers.ordered();

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
        .function(CacheRows.ofSchema("main"))
        .function(versions)
        .function(failing)
        .function(external)
        .function(CacheRows.types())
        .function(CacheNumbers.parallel())
        .function(ordered)
        .function(CachePartitions.whole())
        .function(CachePartitions.each())
        .function(CachePartitions.projected())
        .function(CachePartitions.regions())
        .function(CachePartitions.parallel());
  }

  /** Adds what the schema {@code data} has. */
  public void addToData(Schema.Builder data) {
    data.function(CacheRows.ofSchema("data"))
        .table(
            of("cacheable_numbers", numbers, "Cacheable 10-row result advertising vgi.cache.ttl"))
        .table(
            of(
                "cache_nonce",
                nonce,
                "One-row cacheable result whose value changes per real invocation"))
        .table(
            of(
                "cache_multicol",
                CacheRows.columns(),
                "Multi-column cacheable result (projection-coverage reuse)"))
        .table(
            of("cache_no_store", noStore, "Advertises vgi.cache.no_store — must never be cached"))
        .table(of("cache_scoped_txn", ofTransaction, "Advertises vgi.cache.scope=transaction"))
        .table(
            of(
                "cache_filtered",
                filtered,
                "Cacheable sequence with static filter pushdown (filter_bytes keying)"))
        .table(
            of("cache_big", big, "Large multi-batch cacheable result (advertises vgi.cache.ttl)"))
        .table(
            of(
                "cache_ordered",
                ordered,
                "Multi-worker order-sensitive cacheable result (batch_index;"
                    + " parallel capture, ordered serve)"))
        .table(
            of(
                "cache_revalidatable",
                revalidatable,
                "Always-revalidate result (304 not_modified reuses stored bytes)"))
        .table(
            of(
                "cache_whoami",
                whoami,
                "Cacheable result echoing the caller's auth principal (identity-scoped)"))
        .table(
            of(
                "cache_projection",
                projected,
                "Projection-pushdown cacheable result (SELECT a vs b are distinct keys)"))
        .table(
            of(
                "cache_poison",
                failing,
                "Cacheable first batch then a mid-stream error (never-partial check)"))
        .table(
            of(
                "cache_external_fail",
                external,
                "Cacheable first batch then an unresolvable external-location pointer"))
        .table(
            version(CacheRows.NEWEST)
                .versions(
                    new TableVersions() {
                      @Override
                      public Table at(AsOf asOf) {
                        return version(VersionedTables.version(asOf)).build();
                      }
                    })
                .comment("Version-specific cacheable rows (AT-keyed cache isolation)"));
  }

  private static TableBuilder of(String name, ScanFunction<?> function, String comment) {
    return Table.named(name).from(function).comment(comment);
  }

  private TableBuilder version(long version) {
    return Table.named("cache_versioned").from(versions, version).scanByCall();
  }
}
