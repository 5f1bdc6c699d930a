package io.vgi.rpc.internal.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes all calls of a server may hold outside of the heap: bodies, decoded batches, what
 * functions make of them, answers until they are sent. A part of it is kept for calls that hold
 * little, so that these are served while others hold all that they may. Any thread.
 */
public final class MemoryBudget {
  /** The least budget that can be asked for. */
  public static final long LEAST_BYTES = 16 << 20;

  private static final long LARGE = 1 << 20;
  private static final int PART_KEPT = 16;
  private static final int PART_LITTLE = 512;
  private static final long LITTLE = 256 << 10;

  private final BufferAllocator root;
  private final long total;
  private final long most;
  private final long little;
  private final AtomicLong used = new AtomicLong();
  private final NativeHeap nativeHeap = new NativeHeap();
  private final HeapBudget heap;
  private final List<LongPredicate> reclaimers = new CopyOnWriteArrayList<>();

  /**
   * Lets calls hold {@code total} bytes together, and half of the heap; their buffers come from
   * {@code root}, which stays the caller's.
   */
  public MemoryBudget(BufferAllocator root, long total) {
    this(root, total, Runtime.getRuntime().maxMemory() / 2);
  }

  /** The same with {@code onHeap} bytes of objects on the heap. */
  public MemoryBudget(BufferAllocator root, long total, long onHeap) {
    this.heap = new HeapBudget(onHeap);
    this.root = root;
    this.total = total;
    this.most = total - total / PART_KEPT;
    this.little = Math.max(LITTLE, total / PART_LITTLE);
  }

  /** The account of a call that holds nothing yet. */
  public CallMemory call() {
    return new CallMemory(this, root);
  }

  /** The most bytes that one call may hold. */
  public long most() {
    return most;
  }

  /** How many bytes are held. */
  public long used() {
    return used.get();
  }

  /** How many bytes of objects are held on the heap. */
  public long usedOnHeap() {
    return heap.used();
  }

  HeapBudget heap() {
    return heap;
  }

  /**
   * Asks {@code reclaimer} when a call finds no room, on the thread of that call: it is told how
   * many bytes are missing, and says whether it gave that many back.
   */
  public void addReclaimer(LongPredicate reclaimer) {
    reclaimers.add(reclaimer);
  }

  public void removeReclaimer(LongPredicate reclaimer) {
    reclaimers.remove(reclaimer);
  }

  /** Has others give back what {@code bytes} more of a call that holds {@code held} lack. */
  boolean reclaim(long bytes, long held) {
    for (LongPredicate reclaimer : reclaimers) {
      if (reclaimer.test(bytes - room(held, used.get()))) {
        return true;
      }
    }
    return false;
  }

  private long room(long held, long now) {
    return (held <= little ? total : most) - now;
  }

  /** Why {@code bytes} more cannot be had by a call that then holds {@code held}; or null. */
  private @Nullable MemoryLimitException refusal(long bytes, long held, long whole, long now) {
    if (held > most) {
      return MemoryLimitException.tooLarge(held, most);
    } else if (bytes <= room(held, now)) {
      return null;
    }
    return whole > most
        ? MemoryLimitException.tooLarge(whole, most)
        : MemoryLimitException.taken(whole);
  }

  /** Fails when a call cannot have what {@link #take} takes. */
  void check(long bytes, long held, long whole) {
    MemoryLimitException refusal = refusal(bytes, held, whole, used.get());
    if (refusal != null) {
      throw refusal;
    }
  }

  /**
   * Takes {@code bytes} for an account.
   *
   * @param held what the account then holds
   * @param whole what it holds together with the other account of its call
   */
  void take(long bytes, long held, long whole) {
    long now;
    do { // what is refused is never counted, so that it is in nobody's way
      now = used.get();
      MemoryLimitException refusal = refusal(bytes, held, whole, now);
      if (refusal != null) {
        throw refusal;
      }
    } while (!used.compareAndSet(now, now + bytes));
    if (bytes >= LARGE) {
      nativeHeap.look(now);
    }
  }

  void takeAnyway(long bytes) {
    used.addAndGet(bytes);
  }

  void give(long bytes) {
    used.addAndGet(-bytes);
  }
}
