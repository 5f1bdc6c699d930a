package io.vgi.rpc.internal.memory;

import java.util.concurrent.TimeUnit;

/**
 * Gives memory of a burst of calls back to the system while nobody calls. The JVM keeps what its
 * heap once needed, and most of it even when everything is collected, which a process that rests
 * never does. One thread.
 */
public final class IdleMemory {
  /** How long nothing was called before memory is given back. */
  public static final long AFTER_MILLIS = Long.getLong("io.vgi.test.idleMemoryMillis", 5_000);

  /** What a worker has that answered a few calls. */
  private static final long USUAL = 72L << 20;

  /** What is not worth a collection. */
  private static final long LITTLE = 8L << 20;

  /** When what was in use the last time is looked at again. */
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final NativeHeap nativeHeap = new NativeHeap();
  private long kept = USUAL;
  private long least = USUAL;
  private long seen;
  private long again = System.nanoTime();

  /**
   * Collects everything and shrinks the heap if the process has grown much since the last time.
   *
   * @param calls a number that is another one after calls
   */
  public void giveBack(long calls) {
    long held = held();
    long time = System.nanoTime();
    boolean perhaps = held - least > LITTLE && calls != seen && time - again > 0;
    if (held - kept > LITTLE || perhaps) {
      HotSpot.shrink();
      nativeHeap.look(0);
      kept = held();
      least = Math.min(least, kept);
      seen = calls;
      again = time + AGAIN_NANOS;
    }
  }

  private static long held() {
    long resident = NativeHeap.resident();
    return resident > 0 ? resident : USUAL + Runtime.getRuntime().totalMemory();
  }
}
