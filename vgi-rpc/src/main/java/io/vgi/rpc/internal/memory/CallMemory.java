package io.vgi.rpc.internal.memory;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.AllocationOutcome;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What one call holds outside of the heap, or one connection, which has one call at a time: the
 * buffers of its allocator, and bodies. It is charged to the server's budget before it is taken, in
 * steps, so that most allocations cost no more than a look. Any thread; while several take memory
 * at once, the charge may lag by what they are about to take, until the next of them asks.
 */
public final class CallMemory implements AutoCloseable {
  private static final long STEP = 16 << 10;
  private static final long MOST_SLACK = 4 * STEP;

  private final MemoryBudget budget;
  private final BufferAllocator root;
  private final HeapMemory heap;
  private final AtomicLong bodies = new AtomicLong();
  private volatile @Nullable BufferAllocator allocator;
  private volatile @Nullable CallMemory other;
  // what the budget is charged with: all that is held, rounded up
  private volatile long charged;

  CallMemory(MemoryBudget budget, BufferAllocator root) {
    this.budget = budget;
    this.root = root;
    this.heap = new HeapMemory(budget.heap());
  }

  /**
   * Makes the allocator of the call, once, which is closed with the account or by {@link
   * #close(BufferAllocator)}. What there is no memory for fails with {@link MemoryLimitException}.
   */
  public BufferAllocator allocator(String name) {
    if (allocator != null) {
      throw new IllegalStateException("The call has its allocator");
    }
    BufferAllocator made = root.newChildAllocator(name, new Charging(), 0, budget.most());
    allocator = made;
    return made;
  }

  /** Closes the allocator; fails when not all that was taken from it was given back. */
  @Override
  public void close() {
    BufferAllocator own = allocator;
    try {
      if (own != null) {
        own.close();
      }
    } finally { // buffers may have gone to another allocator without a word
      heap.clear();
      settle(STEP);
    }
  }

  /** Closes what {@link #allocator(String)} gave, as {@link #close} of its account does. */
  public static void close(BufferAllocator allocator) {
    if (allocator.getListener() instanceof Charging charging) {
      charging.owner().close();
    } else {
      allocator.close();
    }
  }

  /**
   * Fails when the call that {@code allocator} is of cannot have {@code bytes} now; takes nothing.
   */
  public static void check(BufferAllocator allocator, long bytes) {
    if (allocator.getListener() instanceof Charging charging) {
      charging.owner().check(bytes);
    }
  }

  static @Nullable CallMemory find(BufferAllocator allocator) {
    return allocator.getListener() instanceof Charging charging ? charging.owner() : null;
  }

  /** What the call has made on the heap, which is another account with a limit of its own. */
  public HeapMemory heap() {
    return heap;
  }

  /** The account that {@code allocator} is of. */
  public static CallMemory of(BufferAllocator allocator) {
    if (allocator.getListener() instanceof Charging charging) {
      return charging.owner();
    }
    throw new IllegalArgumentException("'" + allocator.getName() + "' is no allocator of a call");
  }

  /**
   * Fails when the call cannot have {@code bytes} more now; takes nothing.
   *
   * @throws MemoryLimitException with the reason
   */
  public void check(long bytes) {
    try {
      budget.check(bytes, held() + bytes, whole() + bytes);
    } catch (MemoryLimitException full) {
      reclaim(bytes, full);
      budget.check(bytes, held() + bytes, whole() + bytes);
    }
  }

  /** A call holds what it has in both accounts, until {@link #part}. */
  public static void join(BufferAllocator stream, CallMemory request) {
    if (stream.getListener() instanceof Charging charging) {
      charging.owner().other = request;
      request.other = charging.owner();
    }
  }

  /** The account of {@code stream} waits alone from here on, and is charged what it holds. */
  public static void part(BufferAllocator stream) {
    if (stream.getListener() instanceof Charging charging) {
      CallMemory request = charging.owner().other;
      if (request != null) {
        request.other = null;
      }
      charging.owner().other = null;
      charging.owner().settle(1);
    }
  }

  /** What to say when the machine has less than the budget. */
  public MemoryLimitException exhausted(OutOfMemoryError full) {
    return isAlone() ? MemoryLimitException.none(full) : MemoryLimitException.taken(held());
  }

  /** Whether no other call holds anything. */
  public boolean isAlone() {
    CallMemory beside = other;
    return budget.used() <= charged + (beside == null ? 0 : beside.charged);
  }

  /**
   * Takes {@code bytes} for a body.
   *
   * @throws MemoryLimitException if they cannot be had
   */
  public void take(long bytes) {
    need(bytes);
    bodies.addAndGet(bytes);
  }

  /** Takes {@code bytes}, which must be few, whether or not they can be had. */
  public synchronized void takeAnyway(long bytes) {
    bodies.addAndGet(bytes);
    long more = held() - charged;
    if (more > 0) {
      budget.takeAnyway(more);
      charged += more;
    }
  }

  /** Gives back {@code bytes} that a body took. */
  public void give(long bytes) {
    bodies.addAndGet(-bytes);
    given();
  }

  private long held() {
    BufferAllocator own = allocator;
    return bodies.get() + (own == null ? 0 : own.getAllocatedMemory());
  }

  /** What the call holds in all. */
  private long whole() {
    CallMemory beside = other;
    return held() + (beside == null ? 0 : beside.held());
  }

  private void need(long bytes) {
    if (held() + bytes > charged) {
      try {
        charge(bytes);
      } catch (MemoryLimitException full) {
        reclaim(bytes + STEP, full);
        charge(bytes);
      }
    }
  }

  /** Holds no lock, as what gives memory back runs code of users. */
  private void reclaim(long bytes, MemoryLimitException full) {
    if (!full.isTransient() || !budget.reclaim(bytes, held() + bytes)) {
      throw full;
    }
  }

  private synchronized void charge(long bytes) {
    long held = held() + bytes;
    long more = (held + STEP - 1) / STEP * STEP - charged;
    if (more > 0) {
      budget.take(more, held, whole() + bytes);
      charged += more;
    }
  }

  private void given() {
    long held = held();
    if (held == 0 || charged - held > MOST_SLACK) {
      settle(STEP);
    }
  }

  private synchronized void settle(long step) {
    long held = held();
    long less = charged - (held + step - 1) / step * step;
    if (less > 0) {
      budget.give(less);
      charged -= less;
    }
  }

  private final class Charging implements AllocationListener {
    CallMemory owner() {
      return CallMemory.this;
    }

    @Override
    public void onPreAllocation(long size) {
      need(size);
    }

    @Override
    public void onRelease(long size) {
      given();
    }

    @Override
    public boolean onFailedAllocation(long size, AllocationOutcome outcome) {
      BufferAllocator own = allocator;
      boolean here =
          outcome.getDetails().map(details -> details.getFailedAllocator() == own).orElse(false);
      if (here) { // buffers of others were handed over to it, or several threads were too quick
        throw MemoryLimitException.tooLarge(held() + size, budget.most());
      }
      return false;
    }
  }
}
