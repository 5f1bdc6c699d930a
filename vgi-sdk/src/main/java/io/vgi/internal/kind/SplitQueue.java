package io.vgi.internal.kind;

import io.vgi.internal.state.MissingState;
import io.vgi.internal.stream.SplitReader;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a scan that its streams, in all processes, take in turn. */
final class SplitQueue implements SplitReader.Queue {
  private static final String NAME = "splits";

  /** No stream tells that it is the last one, so an empty queue ends by age. */
  private static final Lifetime EMPTY = new Lifetime(3_600_000);

  private static final Lifetime GIVEN_UP = new Lifetime(600_000);

  private final StateStore store;
  private final byte[] scope;
  private final String function;
  private boolean known;

  SplitQueue(StateStore store, byte[] scope, String function) {
    this.store = store;
    this.scope = scope;
    this.function = function;
  }

  /** Begins with {@code parts}. */
  SplitQueue with(List<byte[]> parts) {
    store.open(scope, Lifetime.execution());
    store.push(scope, NAME, parts);
    known = true;
    return this;
  }

  @Override
  public byte @Nullable [] next() {
    byte[] part = store.pop(scope, NAME);
    if (part == null && !endIn(EMPTY) && !known) {
      throw MissingState.of(function);
    }
    known = true;
    return part;
  }

  @Override
  public void giveUp() {
    endIn(GIVEN_UP);
  }

  private boolean endIn(Lifetime rest) {
    boolean open = store.isOpen(scope);
    if (open) {
      store.open(scope, rest);
    }
    return open;
  }
}
