package io.vgi.internal.stream;

import io.vgi.internal.state.CountedLog;
import io.vgi.internal.state.Receipt;
import io.vgi.internal.state.StateBytes;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What batches of one execution left in the store, in the order in which they came.
 *
 * @param <S> what is known of a batch
 */
final class StoredParts<S> {
  private static final String PARTS = "parts";
  private static final int ENTRIES = 1024;
  private static final long BYTES = 4 << 20;

  private final StateCodec<S> codec;
  private final CountedLog log;

  StoredParts(StateCodec<S> codec, StateStore store, byte[] execution) {
    this.codec = codec;
    this.log = new CountedLog(store, execution, PARTS);
  }

  /** Takes two parts together. */
  interface Merger<S> {
    S merge(S left, S right) throws Exception;
  }

  /** Adds the part of a batch, which counts when {@code receipt} came. */
  void add(@Nullable Receipt receipt, S part) throws Exception {
    byte[] bytes = StateBytes.write(codec, part);
    // what takes no bytes is all the same, so there is nothing to know of it
    if (bytes.length > 0) {
      log.append(receipt, bytes);
    }
  }

  /** All parts merged into one, or null when there is none. */
  @Nullable S merged(Merger<S> merger) throws Exception {
    S all = null;
    long after = 0;
    List<Entry> entries = log.read(after, ENTRIES, BYTES);
    while (!entries.isEmpty()) {
      for (Entry entry : entries) {
        S part = StateBytes.read(codec, entry.bytes());
        all = all == null ? part : merger.merge(all, part);
        after = entry.number();
      }
      entries = log.read(after, ENTRIES, BYTES);
    }
    return all;
  }
}
