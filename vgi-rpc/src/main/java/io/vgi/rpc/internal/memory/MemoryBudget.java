package io.vgi.rpc.internal.memory;

import java.util.concurrent.atomic.AtomicLong;
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

  /** Why {@code bytes} more cannot be had by a call that then holds {@code held}; or null. */
  private @Nullable MemoryLimitException refusal(long bytes, long held, long now) {
    if (held > most) {
      return MemoryLimitException.tooLarge(held, most);
    }
    return bytes > (held <= little ? total : most) - now ? MemoryLimitException.taken(held) : null;
  }

  void check(long bytes, long held) {
    MemoryLimitException refusal = refusal(bytes, held, used.get());
    if (refusal != null) {
      throw refusal;
    }
  }

  void take(long bytes, long held) {
    long now;
    do { // what is refused is never counted, so that it is in nobody's way
      now = used.get();
      MemoryLimitException refusal = refusal(bytes, held, now);
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
