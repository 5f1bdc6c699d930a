package io.vgi.rpc.internal.memory;

/**
 * Gives memory of a burst of calls back to the system while nobody calls. The JVM keeps what its
 * heap once needed until it collects everything, which a process that rests never does. One thread.
 */
public final class IdleMemory {
  /** How long nothing was called before memory is given back. */
  public static final long AFTER_MILLIS = 5_000;

  /** What is not worth a collection. */
  private static final long LITTLE = 32L << 20;

  private final NativeHeap nativeHeap = new NativeHeap();
  private long committed;
  private long used;

  /** Collects the heap if it has grown much since the last time. */
  public void giveBack() {
    Runtime runtime = Runtime.getRuntime();
    long now = runtime.totalMemory();
    if (now - committed > LITTLE || now - runtime.freeMemory() - used > LITTLE) {
      System.gc();
      committed = runtime.totalMemory();
      used = committed - runtime.freeMemory();
      nativeHeap.look(0);
    }
  }
}
