package io.vgi.internal.stream;

import io.vgi.function.CopyTo;
import io.vgi.function.CopyToFunction;
import io.vgi.function.Rows;
import io.vgi.internal.state.Receipt;
import io.vgi.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A writer of COPY at work: each batch leaves a part in the store, the end publishes what they
 * merge into. A mark says that the end was reached, so that nothing is published or removed twice.
 *
 * @param <S> the writer's part
 */
public final class CopySink<S> {
  private static final String ENDED = "copy ended";
  private static final byte[] KEY = {};

  private final CopyToFunction<S> function;
  private final StateStore store;
  private final byte[] execution;
  private final StoredParts<S> parts;

  /** Of {@code execution}. */
  public CopySink(CopyToFunction<S> function, StateStore store, byte[] execution) {
    this.function = function;
    this.store = store;
    this.execution = execution;
    this.parts = new StoredParts<>(function.stateCodec(), store, execution);
  }

  /** Takes a batch, which counts when {@code receipt} came. */
  public void write(CopyTo call, @Nullable Receipt receipt, Rows rows) throws Exception {
    S part = function.newState();
    function.write(call, part, rows);
    parts.add(receipt, part);
  }

  /** Publishes all, or removes all and fails. */
  public void finish(CopyTo call) throws Exception {
    if (hasEnded(store, execution)) {
      return;
    }
    try {
      S all = parts.merged((left, right) -> function.merge(call, left, right));
      function.finish(call, all == null ? function.newState() : all);
    } catch (Throwable failure) {
      try {
        abort(call);
      } catch (Exception another) {
        failure.addSuppressed(another);
      }
      throw failure;
    }
    end();
  }

  /** Removes all, unless the end was reached. */
  public void abort(CopyTo call) throws Exception {
    if (!hasEnded(store, execution)) {
      end();
      function.abort(call);
    }
  }

  /** Whether {@code execution} published its rows or removed them. */
  public static boolean hasEnded(StateStore store, byte[] execution) {
    return store.get(execution, ENDED, KEY) != null;
  }

  private void end() {
    store.put(execution, ENDED, KEY, KEY);
  }
}
