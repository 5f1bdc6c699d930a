package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.RowVisitor;
import io.vgi.function.Source;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches that an execution keeps in the store: in a log, or, when their order is given, under keys
 * that sort by it.
 */
final class KeptRows implements Source.Kept {
  private static final String LOG = "kept";
  private static final String ORDERED = "ordered";
  private static final int UNIQUE_BYTES = 16;

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
    byte[] unique = new byte[UNIQUE_BYTES];
    java.util.concurrent.ThreadLocalRandom.current().nextBytes(unique);
    ByteBuffer key = ByteBuffer.allocate(Long.BYTES + UNIQUE_BYTES);
    // the sign bit is turned so that bytes sort as the numbers do
    key.putLong(order ^ Long.MIN_VALUE).put(unique);
    store.put(execution, ORDERED, key.array(), rows);
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
      sorted.sort(Arrays::compareUnsigned);
      keys = sorted;
    }
    if (position >= sorted.size()) {
      return null;
    }
    next[0] = position + 1;
    return store.get(execution, ORDERED, sorted.get((int) position));
  }
}
