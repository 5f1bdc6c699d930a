package io.vgi.rpc.internal.memory;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How much a server may take outside of the heap when nobody says: as much as the heap may, less
 * what the JVM itself needs, so that the process stays within twice its heap; and no more than the
 * container or machine has beside the heap.
 */
public final class JvmMemory {
  private static final long FEW = 112L << 20;
  private static final long JVM_BYTES = 144L << 20;

  /** The first number of each file ends within them. */
  private static final int MOST_BYTES = 64;

  private static final String PROC = "/proc/meminfo";
  private static final String[] CONTAINER = {
    "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"
  };

  private JvmMemory() {}

  /** The bytes for a server of this process. */
  public static long budget() {
    return budget(Runtime.getRuntime().maxMemory(), machine());
  }

  /**
   * The bytes for a server.
   *
   * @param heap the most that the heap may take
   * @param machine what the container or machine has in all
   */
  static long budget(long heap, long machine) {
    long beside = Math.max(machine / 8, machine - heap - JVM_BYTES);
    return Math.max(MemoryBudget.LEAST_BYTES, Math.min(Math.max(heap - JVM_BYTES, FEW), beside));
  }

  private static long machine() {
    long bytes = Long.MAX_VALUE;
    for (String limit : CONTAINER) {
      bytes = Math.min(bytes, number(limit, 1));
    }
    return Math.min(bytes, number(PROC, 1024)); // its first line is of kB
  }

  /** The first number in {@code file}; as good as endless where there is none. */
  private static long number(String file, long unit) {
    try (FileInputStream in = new FileInputStream(file)) {
      String line = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
      int from = 0;
      while (from < line.length() && !Character.isDigit(line.charAt(from))) {
        from++;
      }
      int to = from;
      while (to < line.length() && Character.isDigit(line.charAt(to))) {
        to++;
      }
      long number = Long.parseLong(line, from, to, 10);
      return number > Long.MAX_VALUE / unit ? Long.MAX_VALUE : number * unit;
    } catch (IOException | NumberFormatException unknown) { // "max", or another system
      return Long.MAX_VALUE;
    }
  }
}
