package io.vgi.rpc.internal.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has the C library give back what is free. Once large buffers came and went, glibc keeps free
 * blocks of that size for each of its arenas, and a process whose threads hold little at a time has
 * several times that. Linux only; does nothing elsewhere. Any thread.
 */
final class NativeHeap {
  /** What may be kept before it is given back. */
  private static final long MOST_KEPT = 24L << 20;

  /** What the JVM needs beside its heap, before that was ever seen. */
  private static final long JVM_BYTES = 64L << 20;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private final ReentrantLock looking = new ReentrantLock();
  private volatile long next = System.nanoTime();
  private long needed = JVM_BYTES;
  private boolean absent;

  /** Looks, now and then, whether much more is resident than {@code used} bytes explain. */
  void look(long used) {
    if (next - System.nanoTime() > 0 || !looking.tryLock()) {
      return;
    }
    try {
      long explained = Runtime.getRuntime().totalMemory() + used;
      if (!absent && resident() - explained > needed + MOST_KEPT) {
        absent = !HotSpot.trim();
        needed = resident() - explained;
      }
      next = System.nanoTime() + LOOK_NANOS;
    } finally {
      looking.unlock();
    }
  }

  /** How many bytes of this process are in memory; 0 where that is not known. */
  static long resident() {
    try {
      String status = Files.readString(STATUS);
      int at = status.indexOf(RESIDENT) + RESIDENT.length();
      while (status.charAt(at) <= ' ') {
        at++;
      }
      int end = at;
      while (Character.isDigit(status.charAt(end))) {
        end++;
      }
      return Long.parseLong(status, at, end, 10) << 10;
    } catch (IOException | RuntimeException unknown) { // there is none on other systems
      return 0;
    }
  }
}
