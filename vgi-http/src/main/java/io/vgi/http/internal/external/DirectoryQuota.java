package io.vgi.http.internal.external;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes a directory holds and may hold. Others write there too, so what it holds is
 * counted again now and then, and before it counts as full. Any thread.
 */
final class DirectoryQuota {
  private static final long RECOUNT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long most;
  private final Count count;
  private long used;
  private long counted = System.nanoTime();

  /** Reads the directory. */
  @FunctionalInterface
  interface Count {
    /** How many bytes it holds. */
    long bytes() throws IOException;
  }

  /** Lets the directory hold {@code most} bytes, of which {@code used} are taken. */
  DirectoryQuota(long most, long used, Count count) {
    this.most = most;
    this.used = used;
    this.count = count;
  }

  /** Takes {@code bytes}, or fails when there is no room for them. */
  synchronized void take(long bytes) throws IOException {
    if (bytes > most - used && System.nanoTime() - counted > RECOUNT_NANOS) {
      recount();
    }
    if (bytes > most - used) {
      throw new DirectoryFullException(most);
    }
    used += bytes;
  }

  /** Gives back what was taken. */
  synchronized void give(long bytes) {
    used -= bytes;
  }

  /** Reads the directory. */
  synchronized void recount() throws IOException {
    counted = System.nanoTime();
    used = count.bytes();
  }
}
