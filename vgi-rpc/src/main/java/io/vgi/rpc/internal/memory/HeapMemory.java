package io.vgi.rpc.internal.memory;

import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The objects that one call has made on the heap of what its client sent, where these can be many
 * times what was sent: values of records, schemas, rows in another order. They are charged before
 * they are made and, as nobody sees them go, given back when the call ends. Any thread.
 */
public final class HeapMemory {
  /** An object with its header and the reference to it. */
  public static final long OBJECT = 24;

  /** A reference in a list. */
  public static final long REFERENCE = 8;

  /** A map without its entries. */
  public static final long MAP = 144;

  /** An entry of a map. */
  public static final long ENTRY = 64;

  /** A value of a type that is more than a number. */
  public static final long RARE = 112;

  private static final long STEP = 4 << 10;

  private final @Nullable HeapBudget budget;
  private long held;
  private long charged;

  HeapMemory(@Nullable HeapBudget budget) {
    this.budget = budget;
  }

  /** The account of the call that {@code allocator} is of; one without a limit for any other. */
  public static HeapMemory of(BufferAllocator allocator) {
    CallMemory call = CallMemory.find(allocator);
    return call == null ? new HeapMemory(null) : call.heap();
  }

  /**
   * Takes {@code bytes}.
   *
   * @throws MemoryLimitException if they cannot be had; nothing is taken then
   */
  public synchronized void take(long bytes) {
    long more = held + bytes - charged;
    if (more > 0 && budget != null) {
      long step = (more + STEP - 1) / STEP * STEP;
      budget.take(step, charged + step);
      charged += step;
    }
    held += bytes;
  }

  /**
   * Fails when {@code bytes} cannot be had now; takes nothing.
   *
   * @throws MemoryLimitException with the reason
   */
  public synchronized void check(long bytes) {
    if (budget != null) {
      budget.check(bytes, held + bytes);
    }
  }

  /** Gives back what was taken, unless {@link #clear} has. */
  public synchronized void give(long bytes) {
    held = Math.max(0, held - bytes);
    long less = charged - (held + STEP - 1) / STEP * STEP;
    if (less > 0 && budget != null) {
      budget.give(less);
      charged -= less;
    }
  }

  /** Gives everything back: the call has ended. */
  public synchronized void clear() {
    give(held);
  }

  /** How many bytes are taken. */
  public synchronized long held() {
    return held;
  }
}
