package io.vgi.internal.wire;

import io.vgi.rpc.internal.codec.WireRecord;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Since 1.2 the engine sorts the rows that it hands to a running aggregate. Before, they came as
 * their source had them, of all partitions at once, so results would be of another order than the
 * window's: running aggregates are shown as plain ones, which the engine computes frame by frame.
 */
final class UnsortedWindows extends Change {
  UnsortedWindows() {
    super("1.2");
  }

  @Override
  void lower(WireRecord answer, Dialect dialect, BufferAllocator memory) {
    if (answer.name().equals("FunctionInfo")) {
      answer.set("streaming_partitioned", false);
    }
  }
}
