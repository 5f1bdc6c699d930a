package io.vgi;

import io.vgi.rpc.internal.log.WorkerLog;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The memory of a worker's batches, from its first allocator to its end. */
final class ArrowMemory {
  private ArrowMemory() {}

  /**
   * Makes the allocator that all others of a worker come from.
   *
   * @throws UnusableException with what to do about it
   */
  static BufferAllocator open() {
    try {
      return new RootAllocator();
    } catch (LinkageError | RuntimeException unusable) {
      Throwable root = unusable;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new UnusableException(root);
    }
  }

  /** A call whose client left and that never ends may hold memory, which goes with the process. */
  static void end(BufferAllocator memory) {
    try {
      memory.close();
    } catch (IllegalStateException held) {
      WorkerLog.warn("The worker ends while memory is in use: " + held.getMessage());
    }
  }

  /** Arrow cannot allocate on this Java with these libraries. */
  static final class UnusableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnusableException(Throwable root) {
      super(
          "Arrow's memory cannot be used on Java "
              + Runtime.version().feature()
              + " with this class path, add org.apache.arrow:arrow-memory-unsafe and remove other"
              + " arrow-memory libraries ("
              + root
              + ")",
          root);
    }
  }
}
