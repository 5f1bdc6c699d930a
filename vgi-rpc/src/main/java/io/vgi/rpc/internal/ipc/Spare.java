package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.memory.HeapMemory;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The memory that a batch may take beyond its body when it is decoded. What of it is on the heap is
 * charged to the call until decoding ends.
 */
final class Spare implements AutoCloseable {
  private final long most;
  private final HeapMemory heap;
  private long left;
  private long onHeap;

  Spare(long most, HeapMemory heap) {
    this.most = most;
    this.heap = heap;
    this.left = most;
  }

  /** Accounts for {@code bytes} that are about to be taken for {@code field}. */
  void spend(long bytes, Field field) {
    left -= bytes;
    if (left < 0) {
      throw new InvalidBatchException(
          "Column '" + field.getName() + "' takes more than " + most + " bytes when decoded");
    }
  }

  /** The same for {@code bytes} of the heap. */
  void spendHeap(long bytes, Field field) {
    spend(bytes, field);
    heap.take(bytes);
    onHeap += bytes;
  }

  long left() {
    return left;
  }

  @Override
  public void close() {
    if (onHeap > 0) {
      heap.give(onHeap);
      onHeap = 0;
    }
  }
}
