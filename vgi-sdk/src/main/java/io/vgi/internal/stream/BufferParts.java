package io.vgi.internal.stream;

import io.vgi.function.BufferingFunction;
import io.vgi.internal.call.InputRows;
import io.vgi.internal.codec.RecordCodec;
import io.vgi.internal.state.StateBytes;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one execution of a buffering function: each batch leaves a part in the store, and
 * the combine leaves the one they merge into.
 *
 * @param <S> the function's part
 * @param <C> the function's cursor
 */
public final class BufferParts<S, C extends Record> {
  private static final String MERGED = "merged";
  private static final byte[] KEY = {};

  private final BufferingFunction<S, C> function;
  private final RecordCodec<C> cursors;
  private final StateStore store;
  private final byte[] execution;
  private final StoredParts<S> parts;

  /** The parts of {@code execution}. */
  public BufferParts(
      BufferingFunction<S, C> function,
      RecordCodec<C> cursors,
      StateStore store,
      byte[] execution) {
    this.function = function;
    this.cursors = cursors;
    this.store = store;
    this.execution = execution;
    this.parts = new StoredParts<>(function.stateCodec(), store, execution);
  }

  /** Takes a batch. */
  public void sink(BufferSink sink, InputRows rows) throws Exception {
    S part = function.newState();
    function.sink(sink, part, rows);
    parts.add(sink.receipt(), part);
  }

  /** Merges all parts and says where the result is read from. */
  public List<byte[]> combine(BufferSource source) throws Exception {
    S all = parts.merged((left, right) -> function.merge(source, left, right));
    S merged = all == null ? function.newState() : all;
    List<byte[]> ids = new ArrayList<>();
    for (C cursor : function.open(source, merged)) {
      ids.add(cursors.encode(cursor));
    }
    store.put(execution, MERGED, KEY, StateBytes.write(function.stateCodec(), merged));
    return ids;
  }

  /** The rows from one of the places that the combine named. */
  public TableStream.Part open(BufferSource source, byte[] id) {
    return new Reading(source, cursors.decode(id));
  }

  private final class Reading implements TableStream.Part {
    private final BufferSource source;
    private @Nullable C cursor;
    private @Nullable S all;

    Reading(BufferSource source, C cursor) {
      this.source = source;
      this.cursor = cursor;
    }

    @Override
    public boolean next(io.vgi.function.BatchWriter out) throws Exception {
      C at = cursor;
      if (at == null) {
        return false;
      }
      S merged = all;
      if (merged == null) {
        byte[] stored = store.get(execution, MERGED, KEY);
        if (stored == null) {
          throw io.vgi.rpc.VgiException.notFound(
              "This execution of '" + function.spec().name() + "' has no result to read");
        }
        merged = StateBytes.read(function.stateCodec(), stored);
        all = merged;
      }
      cursor = function.next(source, merged, at, out);
      return cursor != null;
    }

    @Override
    public byte @Nullable [] place() {
      return cursor == null ? null : cursors.encode(cursor);
    }

    @Override
    public void cancelled() throws Exception {
      if (cursor != null) {
        function.onCancel(source, cursor);
      }
    }

    @Override
    public void close() {
      cursor = null;
    }
  }
}
