package io.vgi.internal.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * What must stay open as long as a call, or the stream that it opened, goes on. One thread at a
 * time.
 */
public final class CallHolds implements AutoCloseable {
  private final List<Hold> held = new ArrayList<>(0);

  /** Something that is kept open. */
  public interface Hold {
    /** It is not used any more; called once for each time it was held. */
    void release();
  }

  /** Keeps {@code hold}, which is held already, until this is closed. */
  public void add(Hold hold) {
    held.add(hold);
  }

  /** Whether {@code hold} is held. */
  public boolean has(Hold hold) {
    return held.contains(hold);
  }

  /** Whether nothing is held. */
  public boolean isEmpty() {
    return held.isEmpty();
  }

  /** Releases all; a second time does nothing. */
  @Override
  public void close() {
    List<Hold> all = List.copyOf(held);
    held.clear();
    for (Hold hold : all) {
      hold.release();
    }
  }
}
