package io.vgi.http.internal.server;

import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import org.apache.arrow.memory.BufferAllocator;

/** What methods left behind in memory; it is for the log, as the answer is complete without it. */
final class Leaks {
  private Leaks() {}

  /** Closes the memory that calls of {@code method} took. */
  static void close(BufferAllocator memory, String method) {
    try {
      CallMemory.close(memory);
    } catch (RuntimeException leaked) {
      WorkerLog.error(
          "Method '" + method + "' did not close all that it took from the call's allocator",
          leaked);
    }
  }
}
