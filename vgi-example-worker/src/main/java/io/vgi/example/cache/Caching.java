package io.vgi.example.cache;

import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;

/** What the declarations of this package have in common. */
final class Caching {
  /** Long enough for every test. */
  static final CacheHint MINUTES = CacheHint.forSeconds(300);

  static final CacheHint EACH_PARTITION = MINUTES.eachPartition();

  static final Arg<Long> TTL =
      Arg.bigint("ttl").named().orElse(300L).atLeast(0L).doc("Cache TTL in seconds");

  private Caching() {}

  /** Starts the declaration of a function that shows one use of the cache. */
  static TableSpecBuilder spec(String name, String kind, String doc) {
    return FunctionSpec.table(name)
        .doc(doc)
        .categories("generator", "cache", "testing")
        .tag("category", "cache")
        .tag("type", kind);
  }

  /** A number of rows that a call may leave out. */
  static Arg<Long> count(String name, long fallback) {
    return Arg.bigint(name).named().orElse(fallback).atLeast(0L).doc("Number of rows to generate");
  }
}
