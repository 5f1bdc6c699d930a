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
 * killed end nothing. It looks whenever it is used, so a worker that is idle forgets nothing, and
 * the value used last always stays. A value weighs what it weighed when it was last used. Any
 * thread.
 *
 * @param <V> what is remembered and can be had again
 */
final class LruCache<V> {
  private static final long IDLE_NANOS = 600_000_000_000L;

  private final Map<ByteBuffer, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final int most;
  private final long heaviest;
  private final ToLongFunction<? super V> weight;
  private final @Nullable LongSupplier clock;
  private long total;

  /** A value that knows its weight. */
  interface Weighed {
    /** Takes the weights of values that know it; a lambda costs the start more. */
    ToLongFunction<Weighed> WEIGHT =
        new ToLongFunction<>() {
          @Override
          public long applyAsLong(Weighed value) {
            return value.weight();
          }
        };

    /** About how many bytes it takes. */
    long weight();
  }

  private static final class Entry<V> {
    final V value;
    long used;
    long weight;

    Entry(V value) {
      this.value = value;
    }
  }

  /**
   * Remembers {@code most} values of {@code weight} bytes that take a part of this JVM's memory.
   */
  LruCache(int most, int part, ToLongFunction<? super V> weight) {
    this(most(most), Runtime.getRuntime().maxMemory() / part, weight, null);
  }

  /** What tests set by the system property {@code io.vgi.test.remembered}, or {@code usual}. */
  static int most(int usual) {
    return Integer.getInteger("io.vgi.test.remembered", usual);
  }

  /**
   * For tests of what is forgotten when.
   *
   * @param clock counts nanoseconds, null for that of the JVM
   */
  LruCache(
      int most, long heaviest, ToLongFunction<? super V> weight, @Nullable LongSupplier clock) {
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
    use(entry);
    return entry.value;
  }

  synchronized void put(byte[] id, V value) {
    Entry<V> entry = new Entry<>(value);
    Entry<V> before = entries.put(ByteBuffer.wrap(id), entry);
    if (before != null) {
      total -= before.weight;
    }
    use(entry);
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

  /** Weighs {@code entry}, which is the last in order, and forgets what is too much. */
  private void use(Entry<V> entry) {
    long now = clock == null ? System.nanoTime() : clock.getAsLong();
    long weighs = weight.applyAsLong(entry.value);
    total += weighs - entry.weight;
    entry.weight = weighs;
    entry.used = now;
    Iterator<Entry<V>> eldest = entries.values().iterator();
    while (entries.size() > 1) {
      Entry<V> old = eldest.next();
      if (entries.size() <= most && total <= heaviest && now - old.used <= IDLE_NANOS) {
        return;
      }
      total -= old.weight;
      eldest.remove();
    }
  }

  /** Forgets the value of {@code id} and returns it, or null when there is none. */
  synchronized @Nullable V remove(byte[] id) {
    Entry<V> entry = entries.remove(ByteBuffer.wrap(id));
    if (entry == null) {
      return null;
    }
    total -= entry.weight;
    return entry.value;
  }

  /** Forgets all values whose ids begin with {@code prefix}. */
  synchronized void removeAll(byte[] prefix) {
    ByteBuffer wanted = ByteBuffer.wrap(prefix);
    Iterator<Map.Entry<ByteBuffer, Entry<V>>> all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<ByteBuffer, Entry<V>> one = all.next();
      ByteBuffer id = one.getKey();
      if (id.limit() >= prefix.length && id.slice(0, prefix.length).equals(wanted)) {
        total -= one.getValue().weight;
        all.remove();
      }
    }
  }
}
