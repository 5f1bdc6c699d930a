package io.vgi.internal.state;

import io.vgi.rpc.VgiException;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log of an execution of which those entries count whose call has an answer that its client got.
 * Where no client tells that ({@link Receipt}), all of them count. Any thread.
 */
public final class CountedLog {
  /** Behind the name of the log, for entries that begin with the id of a receipt. */
  private static final String ASKED = "+";

  private final StateStore store;
  private final byte[] execution;
  private final String name;
  private volatile @Nullable Boolean asked;

  /** The log {@code name} of {@code execution}. */
  public CountedLog(StateStore store, byte[] execution, String name) {
    this.store = store;
    this.execution = execution;
    this.name = name;
  }

  /**
   * Adds an entry, which counts when {@code receipt} came; with null it counts in any case. All
   * entries of one log have receipts, or none has.
   *
   * @return its number
   */
  public long append(@Nullable Receipt receipt, byte[] entry) {
    if (receipt == null) {
      return store.append(execution, name, entry);
    }
    byte[] bytes = Arrays.copyOf(receipt.id(), Ids.BYTES + entry.length);
    System.arraycopy(entry, 0, bytes, Ids.BYTES, entry.length);
    return store.append(execution, name + ASKED, bytes);
  }

  /** The entries that count, as {@link StateStore#read} gives them. */
  public List<Entry> read(long after, int maxEntries, long maxBytes) {
    if (!isAsked()) {
      return store.read(execution, name, after, maxEntries, maxBytes);
    }
    List<Entry> counted = new ArrayList<>();
    long at = after;
    List<Entry> entries;
    do {
      entries = store.read(execution, name + ASKED, at, maxEntries, maxBytes);
      for (Entry entry : entries) {
        at = entry.number();
        byte[] bytes = entry.bytes();
        if (Receipt.isReceived(store, execution, Arrays.copyOf(bytes, Ids.BYTES))) {
          counted.add(new Entry(at, Arrays.copyOfRange(bytes, Ids.BYTES, bytes.length)));
        }
      }
    } while (counted.isEmpty() && !entries.isEmpty());
    return counted;
  }

  /** The entry of {@code number}, or null when it does not count. */
  public byte @Nullable [] at(long number) {
    List<Entry> entries = store.read(execution, isAsked() ? name + ASKED : name, number - 1, 1, 1);
    if (entries.isEmpty() || entries.get(0).number() != number) {
      throw new IllegalStateException("An entry of the log '" + name + "' is gone");
    }
    byte[] bytes = entries.get(0).bytes();
    if (!isAsked()) {
      return bytes;
    }
    return Receipt.isReceived(store, execution, Arrays.copyOf(bytes, Ids.BYTES))
        ? Arrays.copyOfRange(bytes, Ids.BYTES, bytes.length)
        : null;
  }

  private boolean isAsked() {
    Boolean known = asked;
    if (known == null) {
      known = store.last(execution, name + ASKED) > 0;
      if (known && store.last(execution, name) > 0) {
        throw VgiException.unavailable(
            "Some of the worker's processes ask for receipts and others do not; start all of them"
                + " with the same '--receipts-at'");
      }
      asked = known;
    }
    return known;
  }
}
