package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.FinishingFunction;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.internal.state.MissingState;
import io.vgi.internal.state.StateBytes;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * What a substream of a finishing function remembers. Its end may reach another process, so it is
 * stored after every batch.
 *
 * @param <S> the function's state
 */
public final class SubstreamState<S> implements TableStream.Part, InOutStream.Step {
  private static final String NAME = "substream";
  private static final byte[] KEY = {};

  private final FinishingFunction<S> function;
  private final StateStore store;
  private final byte[] substream;
  private final Scan scan;
  private @Nullable S state;

  /** The state of {@code substream}, as far as it was stored. */
  public SubstreamState(
      FinishingFunction<S> function, StateStore store, byte[] substream, Scan scan) {
    this.function = function;
    this.store = store;
    this.substream = substream;
    this.scan = scan;
  }

  private S state() throws Exception {
    S known = state;
    if (known == null) {
      byte[] stored = store.get(substream, NAME, KEY);
      if (stored == null && !store.isOpen(substream)) {
        throw MissingState.of(function.spec().name());
      }
      known = stored == null ? function.newState() : StateBytes.read(function.stateCodec(), stored);
      state = known;
    }
    return known;
  }

  /** Begins a substream, which no batch has reached yet. */
  @Override
  public void begin() {
    store.open(substream, Lifetime.execution());
    state = function.newState();
  }

  @Override
  public void apply(Scan call, Rows rows, BatchWriter out) throws Exception {
    try {
      S known = state();
      function.apply(call, known, rows, out);
      store.put(substream, NAME, KEY, StateBytes.write(function.stateCodec(), known));
    } catch (Throwable failure) {
      clear(failure);
      throw failure;
    }
  }

  @Override
  public boolean next(BatchWriter out) throws Exception {
    try {
      return function.finish(scan, state(), out);
    } catch (Throwable failure) {
      clear(failure);
      throw failure;
    }
  }

  /** A query that failed does not come back for what it left. */
  private void clear(Throwable failure) {
    try {
      store.clear(substream);
    } catch (RuntimeException another) {
      failure.addSuppressed(another);
    }
  }

  @Override
  public byte[] place() throws Exception {
    return StateBytes.write(function.stateCodec(), state());
  }

  /** Goes on from what {@link #place} told. */
  public SubstreamState<S> at(byte @Nullable [] bytes) throws Exception {
    if (bytes != null) {
      state = StateBytes.read(function.stateCodec(), bytes);
    }
    return this;
  }

  @Override
  public void ended() {
    store.clear(substream);
  }

  @Override
  public void cancelled() throws Exception {
    store.clear(substream);
    function.onCancel(scan);
  }

  @Override
  public void close() {}
}
