package io.vgi.internal.dispatch;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A cache by the bytes of an id, which forgets what was used longest ago: what is beyond a number
 * of values or a weight together, and what nobody used for ten minutes, since engines that are
 * killed end nothing. The value used last always stays. Any thread.
 *
 * @param <V> what is remembered and can be had again
 */
final class LruCache<V> {
  private static final int MOST_WEIGHED = 1024;
  private static final long IDLE_NANOS = 600_000_000_000L;

  private final Map<ByteBuffer, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final int most;
  private final long heaviest;
  private final ToLongFunction<? super V> weight;
  private final LongSupplier clock;

  private static final class Entry<V> {
    final V value;
    long used;

    Entry(V value, long used) {
      this.value = value;
      this.used = used;
    }
  }

  /** Remembers at most {@code limit} values. */
  LruCache(int limit) {
    this(most(limit), Long.MAX_VALUE, value -> 0, System::nanoTime);
  }

  /** Remembers values of {@code weight} bytes that take an eighth of this JVM's memory together. */
  LruCache(ToLongFunction<? super V> weight) {
    this(most(MOST_WEIGHED), Runtime.getRuntime().maxMemory() / 8, weight, System::nanoTime);
  }

  /** What tests set by the system property {@code io.vgi.test.remembered}, or {@code usual}. */
  static int most(int usual) {
    return Integer.getInteger("io.vgi.test.remembered", usual);
  }

  LruCache(int most, long heaviest, ToLongFunction<? super V> weight, LongSupplier clock) {
    this.most = most;
    this.heaviest = heaviest;
    this.weight = weight;
    this.clock = clock;
  }

  synchronized @Nullable V get(byte[] id) {
    Entry<V> entry = entries.get(ByteBuffer.wrap(id));
    if (entry == null) {
      return null;
    }
    entry.used = clock.getAsLong();
    return entry.value;
  }

  synchronized void put(byte[] id, V value) {
    long now = clock.getAsLong();
    entries.put(ByteBuffer.wrap(id), new Entry<>(value, now));
    evict(now);
  }

  /** Remembers {@code value} unless there is one already; returns the one that is remembered. */
  synchronized V putIfAbsent(byte[] id, V value) {
    V known = get(id);
    if (known != null) {
      return known;
    }
    put(id, value);
    return value;
  }

  private void evict(long now) {
    long total = 0;
    for (Entry<V> entry : entries.values()) {
      total += weight.applyAsLong(entry.value);
    }
    Iterator<Entry<V>> eldest = entries.values().iterator();
    while (entries.size() > 1) {
      Entry<V> entry = eldest.next();
      if (entries.size() <= most && total <= heaviest && now - entry.used <= IDLE_NANOS) {
        return;
      }
      total -= weight.applyAsLong(entry.value);
      eldest.remove();
    }
  }

  synchronized void remove(byte[] id) {
    entries.remove(ByteBuffer.wrap(id));
  }

  /** Forgets all values whose ids begin with {@code prefix}. */
  synchronized void removeAll(byte[] prefix) {
    ByteBuffer wanted = ByteBuffer.wrap(prefix);
    entries
        .keySet()
        .removeIf(id -> id.limit() >= prefix.length && id.slice(0, prefix.length).equals(wanted));
  }
}
