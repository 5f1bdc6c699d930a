package io.vgi.example.cache;

import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.TableSpecBuilder;

/** What the declarations of this package have in common. */
final class Caching {
  /** Long enough for every test. */
  static final CacheHint MINUTES = CacheHint.forSeconds(300);

  static final CacheHint EACH_PARTITION = MINUTES.eachPartition();

  private Caching() {}

  /** Starts the declaration of a function that shows one use of the cache. */
  static TableSpecBuilder spec(String name, String kind, String doc) {
    return FunctionSpec.table(name)
        .doc(doc)
        .categories("generator", "cache", "testing")
        .tag("category", "cache")
        .tag("type", kind);
  }
}
