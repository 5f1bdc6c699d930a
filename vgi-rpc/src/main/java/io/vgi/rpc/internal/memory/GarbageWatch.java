package io.vgi.rpc.internal.memory;

import java.util.concurrent.TimeUnit;

/**
 * Collects the heap of a process that works when nearly all of it is garbage. A JVM without options
 * begins with a 64th of the machine as its heap and fills a good part of that before it collects,
 * however little lives; after a whole collection it goes on with a heap that suits what lives.
 * Where a collection finds much alive, which a large call may have held, the next one waits for a
 * heap of twice the size. One thread.
 */
public final class GarbageWatch {
  /** A heap that is no larger is left to the JVM. */
  private static final long SMALL = 160L << 20;

  /** What is not worth a collection. */
  private static final long LITTLE = 96L << 20;

  /** With more than this alive, the JVM knows better until its heap has doubled. */
  private static final long MUCH_ALIVE = 96L << 20;

  private static final int GARBAGE_FACTOR = 4;

  /** Collections take at most about one part of the time in so many. */
  private static final int PARTS = 10;

  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** After a collection that brought nothing, as that of a heap which was told to be large. */
  private static final long FUTILE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Runtime runtime = Runtime.getRuntime();
  private long alive;
  private long sizeThen;
  private long next = System.nanoTime();

  /** Looks, which costs nearly nothing, and collects at times. */
  public void look() {
    long size = runtime.totalMemory();
    long begin = System.nanoTime();
    if (isDue(size, size - runtime.freeMemory(), begin)) {
      System.gc();
      long left = runtime.totalMemory();
      collected(left, left - runtime.freeMemory(), begin, System.nanoTime());
    }
  }

  /** Whether to collect a heap of {@code size}, of which {@code used} is alive or garbage. */
  boolean isDue(long size, long used, long now) {
    if (size <= SMALL || now - next <= 0) {
      return false;
    }
    return alive < MUCH_ALIVE
        ? used > Math.max(LITTLE, GARBAGE_FACTOR * alive)
        : size / 2 >= sizeThen && used - alive > size / 2;
  }

  /** What a collection left. */
  void collected(long size, long used, long begin, long end) {
    alive = used;
    sizeThen = size;
    boolean futile = size > SMALL;
    next = end + Math.max(futile ? FUTILE_NANOS : SHORTEST_NANOS, PARTS * (end - begin));
  }
}
