package io.vgi.rpc.internal.dispatch;

import java.util.concurrent.atomic.AtomicReference;

/** Whether a connection can be closed without anybody missing an answer. Any thread. */
public final class CallPhase {
  private enum Phase {
    /** No call has come yet. */
    UNUSED,
    /** No call runs any more. */
    IDLE,
    /** A call runs. */
    BUSY,
    /** No call will run any more. */
    CLOSED
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.UNUSED);
  private volatile long endedAt = System.nanoTime();

  CallPhase() {}

  /** A call begins; false when none may any more. */
  boolean begin() {
    return leave(Phase.BUSY);
  }

  /** The call has ended. */
  void end() {
    endedAt = System.nanoTime();
    phase.compareAndSet(Phase.BUSY, Phase.IDLE);
  }

  /** Whether a call runs. */
  public boolean isBusy() {
    return phase.get() == Phase.BUSY;
  }

  /** When the last call ended, by the nanosecond clock. */
  public long endedAt() {
    return endedAt;
  }

  /** Whether no call has come yet. */
  public boolean isUnused() {
    return phase.get() == Phase.UNUSED;
  }

  /** Sees to it that no call begins any more; false when one runs. */
  public boolean retire() {
    return leave(Phase.CLOSED) || phase.get() == Phase.CLOSED;
  }

  /** Goes from between two calls to {@code next}; false when a call runs or none may. */
  private boolean leave(Phase next) {
    return phase.compareAndSet(Phase.IDLE, next) || phase.compareAndSet(Phase.UNUSED, next);
  }
}
