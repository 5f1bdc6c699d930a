package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.internal.log.WorkerLog;
import org.apache.arrow.memory.BufferAllocator;

/** The memory of calls: where it is made, and where it is given back. */
public final class CallMemory {
  private CallMemory() {}

  /** Memory of its own for a connection, a request or a stream, as {@code use} says. */
  public static BufferAllocator open(ServerCore core, String use) {
    return core.allocator().newChildAllocator(use, 0, Long.MAX_VALUE);
  }

  /**
   * Closes the memory that calls of {@code method} took. What they left behind is for the log, as
   * the answer is complete without it.
   */
  public static void close(BufferAllocator memory, String method) {
    try {
      memory.close();
    } catch (RuntimeException leaked) {
      WorkerLog.error(
          "Method '" + method + "' did not close all that it took from the call's allocator",
          leaked);
    }
  }
}
