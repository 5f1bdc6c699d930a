package io.vgi.rpc.internal.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of objects all calls of a server may make on the heap of what their clients sent,
 * by a fair estimate. A part of it is kept for calls that make few. Any thread.
 */
final class HeapBudget {
  private static final int PART_KEPT = 16;
  private static final long FEW = 64 << 10;

  private final long total;
  private final long most;
  private final AtomicLong used = new AtomicLong();

  HeapBudget(long total) {
    this.total = total;
    this.most = total - total / PART_KEPT;
  }

  /** Takes {@code bytes} for a call that then has {@code held}, or fails and takes nothing. */
  void take(long bytes, long held) {
    long now;
    do {
      now = used.get();
      check(bytes, held, now);
    } while (!used.compareAndSet(now, now + bytes));
  }

  void check(long bytes, long held) {
    check(bytes, held, used.get());
  }

  private void check(long bytes, long held, long now) {
    if (held > most) {
      throw MemoryLimitException.tooManyObjects(held, most);
    } else if (bytes > (held <= FEW ? total : most) - now) {
      throw MemoryLimitException.taken(held);
    }
  }

  void give(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
