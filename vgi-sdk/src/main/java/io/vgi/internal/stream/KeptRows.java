package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.RowVisitor;
import io.vgi.function.Source;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches that an execution keeps in the store, in a log; when their order is given, with keys that
 * sort by it and, among batches of one place, by their number in the log.
 */
final class KeptRows implements Source.Kept {
  private static final String LOG = "kept";
  private static final String ORDERED = "ordered";
  private static final byte[] NONE = {};

  private final ScanCall call;
  private final StateStore store;
  private final byte[] execution;
  private final boolean ordered;
  private @Nullable List<byte[]> keys;

  KeptRows(ScanCall call, StateStore store, byte[] execution, boolean ordered) {
    this.call = call;
    this.store = store;
    this.execution = execution;
    this.ordered = ordered;
  }

  static void append(StateStore store, byte[] execution, byte[] rows) {
    store.append(execution, LOG, rows);
  }

  static void put(StateStore store, byte[] execution, long order, byte[] rows) {
    long number = store.append(execution, LOG, rows);
    // the sign bit is turned so that bytes sort as the numbers do
    ByteBuffer key = ByteBuffer.allocate(2 * Long.BYTES).putLong(order ^ Long.MIN_VALUE);
    store.put(execution, ORDERED, key.putLong(number).array(), NONE);
  }

  @Override
  public long forward(long position, BatchWriter out) {
    long[] next = {END};
    byte[] rows = at(position, next);
    if (rows != null) {
      out.forward(rows);
    }
    return next[0];
  }

  @Override
  public long visit(long position, RowVisitor visitor) throws Exception {
    long[] next = {END};
    byte[] bytes = at(position, next);
    if (bytes != null) {
      call.visit(bytes, visitor);
    }
    return next[0];
  }

  private byte @Nullable [] at(long position, long[] next) {
    if (!ordered) {
      List<Entry> entries = store.read(execution, LOG, position, 1, 1);
      if (entries.isEmpty()) {
        return null;
      }
      next[0] = entries.get(0).number();
      return entries.get(0).bytes();
    }
    List<byte[]> sorted = keys;
    if (sorted == null) {
      sorted = store.keys(execution, ORDERED);
      keys = sorted;
    }
    if (position >= sorted.size()) {
      return null;
    }
    next[0] = position + 1;
    long number = ByteBuffer.wrap(sorted.get((int) position)).getLong(Long.BYTES);
    return store.read(execution, LOG, number - 1, 1, 1).get(0).bytes();
  }
}
