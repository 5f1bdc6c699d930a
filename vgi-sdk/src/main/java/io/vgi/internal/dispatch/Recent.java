package io.vgi.internal.dispatch;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process used last, by the bytes of an id; the rest can be had again. Any thread.
 *
 * @param <V> what is remembered
 */
final class Recent<V> {
  private final Map<ByteBuffer, V> values;

  /** Remembers at most {@code limit} values. */
  Recent(int limit) {
    this.values =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, V> eldest) {
            return size() > limit;
          }
        };
  }

  synchronized @Nullable V get(byte[] id) {
    return values.get(ByteBuffer.wrap(id));
  }

  synchronized void put(byte[] id, V value) {
    values.put(ByteBuffer.wrap(id), value);
  }

  synchronized V get(byte[] id, Supplier<V> absent) {
    return values.computeIfAbsent(ByteBuffer.wrap(id), unused -> absent.get());
  }

  synchronized void remove(byte[] id) {
    values.remove(ByteBuffer.wrap(id));
  }

  /** Forgets all values whose ids begin with {@code prefix}. */
  synchronized void removeAll(byte[] prefix) {
    ByteBuffer wanted = ByteBuffer.wrap(prefix);
    values
        .keySet()
        .removeIf(id -> id.limit() >= prefix.length && id.slice(0, prefix.length).equals(wanted));
  }
}
