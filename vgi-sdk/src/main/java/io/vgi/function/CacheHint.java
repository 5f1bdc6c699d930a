package io.vgi.function;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A promise that equal calls give equal results for a while, so that the engine may keep them.
 * Immutable.
 */
public final class CacheHint {
  private final Map<String, String> keys;

  private CacheHint(Map<String, String> keys) {
    this.keys = keys;
  }

  /** Keeps results for {@code seconds}. */
  public static CacheHint forSeconds(long seconds) {
    if (seconds < 0) {
      throw new IllegalArgumentException("A result cannot be kept for " + seconds + " seconds");
    }
    return new CacheHint(Map.of("vgi.cache.ttl", Long.toString(seconds), SCOPE, "catalog"));
  }

  /** Forbids to keep results. */
  public static CacheHint never() {
    return new CacheHint(Map.of("vgi.cache.no_store", ON, SCOPE, "catalog"));
  }

  private static final String SCOPE = "vgi.cache.scope";
  private static final String ON = "1";

  /** This hint for each input value rather than the whole call: scalars, functions of columns. */
  public CacheHint eachValue() {
    return with("vgi.cache.per_value", ON);
  }

  /** This hint for each partition by itself; for functions with partition columns. */
  public CacheHint eachPartition() {
    return with("vgi.cache.partition_scope", ON);
  }

  /** This hint within the transaction only. */
  public CacheHint withinTransaction() {
    return with(SCOPE, "transaction");
  }

  /** This hint with a validator of the result. */
  public CacheHint validatedBy(String tag) {
    return with("vgi.cache.etag", tag);
  }

  /** This hint with the time of the last change, as HTTP writes it. */
  public CacheHint lastModified(String time) {
    return with("vgi.cache.last_modified", time);
  }

  /** This hint, and the function answers whether a result with its validator is still good. */
  public CacheHint revalidatable() {
    return with("vgi.cache.revalidatable", ON);
  }

  /** This hint; for {@code seconds} more the old result may be served while a new one is made. */
  public CacheHint staleWhileRevalidating(long seconds) {
    return with("vgi.cache.stale_while_revalidate", Long.toString(seconds));
  }

  /** This hint; for {@code seconds} more the old result may be served when a new one fails. */
  public CacheHint staleIfError(long seconds) {
    return with("vgi.cache.stale_if_error", Long.toString(seconds));
  }

  private CacheHint with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(keys);
    more.put(key, Objects.requireNonNull(value, "value is null"));
    return new CacheHint(Map.copyOf(more));
  }

  /** The hint as the wire's metadata. */
  public Map<String, String> metadata() {
    return keys;
  }
}
