package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.RowVisitor;
import io.vgi.function.Source;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.state.CountedLog;
import io.vgi.internal.state.Receipt;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches that an execution keeps in a log of the store; when their order is given, keys that sort
 * by it say which is next.
 */
final class KeptRows implements Source.Kept {
  private static final String LOG = "kept";
  private static final String ORDERED = "ordered";
  private static final int KEYS = 1024;
  private static final byte[] NOTHING = {};

  private final ScanCall call;
  private final StateStore store;
  private final byte[] execution;
  private final CountedLog log;
  private final boolean ordered;
  private @Nullable List<byte[]> keys;

  KeptRows(ScanCall call, StateStore store, byte[] execution, boolean ordered) {
    this.call = call;
    this.store = store;
    this.execution = execution;
    this.log = new CountedLog(store, execution, LOG);
    this.ordered = ordered;
  }

  static void append(StateStore store, byte[] execution, @Nullable Receipt receipt, byte[] rows) {
    new CountedLog(store, execution, LOG).append(receipt, rows);
  }

  static void put(
      StateStore store, byte[] execution, @Nullable Receipt receipt, long order, byte[] rows) {
    long number = new CountedLog(store, execution, LOG).append(receipt, rows);
    ByteBuffer key = ByteBuffer.allocate(2 * Long.BYTES);
    // the sign bit is turned so that bytes sort as the numbers do; batches of one place stay in the
    // order they came
    key.putLong(order ^ Long.MIN_VALUE).putLong(number);
    store.put(execution, ORDERED, key.array(), NOTHING);
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
      Entry entry = after(position);
      next[0] = entry == null ? END : entry.number();
      return entry == null ? null : entry.bytes();
    }
    List<byte[]> sorted = keys;
    if (sorted == null) {
      sorted = sorted();
      keys = sorted;
    }
    for (long at = position; at < sorted.size(); at++) {
      byte[] rows = log.at(ByteBuffer.wrap(sorted.get((int) at)).getLong(Long.BYTES));
      if (rows != null) {
        next[0] = at + 1;
        return rows;
      }
    }
    return null;
  }

  private List<byte[]> sorted() {
    List<byte[]> all = new ArrayList<>();
    List<byte[]> next;
    do {
      byte[] last = all.isEmpty() ? null : all.get(all.size() - 1);
      next = store.keys(execution, ORDERED, NOTHING, last, KEYS);
      all.addAll(next);
    } while (next.size() == KEYS);
    return all;
  }

  private @Nullable Entry after(long number) {
    List<Entry> entries = log.read(number, 1, 1);
    return entries.isEmpty() ? null : entries.get(0);
  }
}
