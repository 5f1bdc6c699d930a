package io.vgi.internal.dispatch;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A value that the first of several threads makes while the others wait. Any thread. */
final class Lazy<V> {
  private volatile @Nullable V value;

  static <V> Lazy<V> of(V value) {
    Lazy<V> known = new Lazy<>();
    known.value = value;
    return known;
  }

  /** The value, or null while there is none. */
  @Nullable V known() {
    return value;
  }

  /** The value; when {@code maker} fails, the next thread tries again. */
  V get(Callable<V> maker) throws Exception {
    V known = value;
    if (known == null) {
      synchronized (this) {
        known = value;
        if (known == null) {
          known = maker.call();
          value = known;
        }
      }
    }
    return known;
  }
}
