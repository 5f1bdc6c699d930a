package io.vgi.internal.stream;

import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.rpc.Metadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a function says of the batch it writes, as the batch's metadata. */
final class BatchMetadata {
  /** The rows of the input that those of the output come from. */
  static final String PARENTS = "vgi_rpc.parent_row#b64";

  /** The engine adds the index to a number of its own and wants room for that. */
  private static final long MAX_BATCH_INDEX = 10_000_000_000_000L;

  private final FunctionSpec spec;
  private final Map<String, String> free = new LinkedHashMap<>(0);
  private long batchIndex = -1;
  private long lastBatchIndex = -1;
  private int[] parents = new int[0];
  private int parentCount;
  private @Nullable CacheHint cache;
  private boolean notModified;

  BatchMetadata(FunctionSpec spec) {
    this.spec = spec;
  }

  void batchIndex(long index) {
    if (!spec.traits().contains(Trait.BATCH_INDEXED)) {
      throw new IllegalArgumentException(
          "'" + spec.name() + "' gives batch indexes but is not declared batchIndexed()");
    } else if (index < 0 || index >= MAX_BATCH_INDEX) {
      throw new IllegalArgumentException(
          "batch_index " + index + " of '" + spec.name() + "' exceeds DuckDB's per-pipeline cap");
    } else if (index < lastBatchIndex) {
      throw new IllegalArgumentException(
          "batch_index must be monotone non-decreasing within a stream, '"
              + spec.name()
              + "' gave "
              + index
              + " after "
              + lastBatchIndex);
    }
    batchIndex = index;
  }

  /** The index of the last batch that has one, the one being written included; or negative. */
  long lastBatchIndex() {
    return batchIndex >= 0 ? batchIndex : lastBatchIndex;
  }

  void lastBatchIndex(long index) {
    lastBatchIndex = index;
  }

  void parent(int row, int inputRow) {
    if (row >= parents.length) {
      parents = Arrays.copyOf(parents, Math.max(row + 1, parents.length * 2));
    }
    // rows that were skipped get an origin that no batch has
    for (int i = parentCount; i < row; i++) {
      parents[i] = -1;
    }
    parents[row] = inputRow;
    parentCount = Math.max(parentCount, row + 1);
  }

  void cache(CacheHint hint) {
    cache = hint;
  }

  void notModified() {
    notModified = true;
  }

  boolean isNotModified() {
    return notModified;
  }

  void metadata(String key, String value) {
    free.put(key, value);
  }

  void reset() {
    free.clear();
    if (batchIndex >= 0) {
      lastBatchIndex = batchIndex;
    }
    batchIndex = -1;
    parentCount = 0;
    cache = null;
    notModified = false;
  }

  /**
   * Adds what was said to {@code metadata}.
   *
   * @param rows the rows of the batch
   * @param selected the rows written that are left, or null when all are
   * @param first whether the cache hint of the whole result belongs here
   */
  void write(Metadata.Builder metadata, int rows, int @Nullable [] selected, boolean first) {
    if (spec.traits().contains(Trait.BATCH_INDEXED)) {
      if (batchIndex < 0 && !free.containsKey("vgi_batch_index")) {
        throw new IllegalStateException(
            "'" + spec.name() + "' wrote a batch without vgi_batch_index metadata");
      } else if (batchIndex >= 0) {
        metadata.put("vgi_batch_index", Long.toString(batchIndex));
      }
    }
    if (parentCount > 0 && rows > 0) {
      metadata.put(PARENTS, parents(rows, selected));
    }
    CacheHint hint = cache == null ? spec.cache() : cache;
    if (hint != null && (first || cache != null)) {
      for (Map.Entry<String, String> key : hint.metadata().entrySet()) {
        metadata.put(key.getKey(), key.getValue());
      }
    }
    if (notModified) {
      metadata.put("vgi.cache.not_modified", "1");
    }
    for (Map.Entry<String, String> key : free.entrySet()) {
      metadata.put(key.getKey(), key.getValue());
    }
  }

  private String parents(int rows, int @Nullable [] selected) {
    ByteBuffer bytes = ByteBuffer.allocate(rows * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      int row = selected == null ? i : selected[i];
      int parent = row < parentCount ? parents[row] : -1;
      if (parent < 0) {
        throw new IllegalStateException(
            "'" + spec.name() + "' names the origin of some rows but not of row " + row);
      }
      bytes.putInt(parent);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
