package io.vgi.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Immutable maps that keep their order, which listings show. */
final class Pairs {
  private Pairs() {}

  static <K, V> Map<K, V> copy(Map<K, V> pairs) {
    return pairs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
  }

  static <V> Map<String, V> plus(Map<String, V> pairs, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(pairs);
    more.put(key, value);
    return more;
  }
}
