package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import org.apache.arrow.memory.BufferAllocator;

/** What methods left behind in memory; it is for the log, as the answer is complete without it. */
public final class LeakLog {
  private LeakLog() {}

  /** Closes the memory that calls of {@code method} took. */
  public static void close(BufferAllocator memory, String method) {
    try {
      CallMemory.close(memory);
    } catch (RuntimeException leaked) {
      WorkerLog.error(
          "Method '" + method + "' did not close all that it took from the call's allocator",
          leaked);
    }
  }
}
