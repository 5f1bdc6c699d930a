package io.vgi.internal.stream;

import io.vgi.function.CacheHint;
import io.vgi.rpc.Metadata;

/** Cache hints as the metadata of data batches. */
final class CacheKeys {
  private CacheKeys() {}

  static Metadata of(CacheHint hint) {
    Metadata.Builder keys =
        Metadata.builder()
            .put("vgi.cache.ttl", Long.toString(hint.seconds()))
            .put("vgi.cache.scope", "catalog");
    if (hint.perValue()) {
      keys.put("vgi.cache.per_value", "1");
    }
    if (hint.etag() != null) {
      keys.put("vgi.cache.etag", hint.etag());
    }
    return keys.build();
  }
}
