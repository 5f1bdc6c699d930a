package io.vgi.internal.dispatch;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sixteen-byte ids that differ between calls and processes; they name things, they guard nothing.
 */
final class Ids {
  // the secure generator, and asking for the process id, cost more than the first answer may take
  private static final long PROCESS = mix(System.currentTimeMillis()) ^ mix(System.nanoTime());
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private Ids() {}

  static byte[] next() {
    long count = NEXT.incrementAndGet();
    return ByteBuffer.allocate(16)
        .putLong(mix(PROCESS ^ count))
        .putLong(mix(PROCESS) ^ count)
        .array();
  }

  private static long mix(long value) {
    long x = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
