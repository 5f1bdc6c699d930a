package io.vgi.state;

import io.vgi.state.StateStore.Change;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whose turn it is to write among the threads of this process, and who is within a change. */
final class WriteTurn {
  private final ReentrantLock lock = new ReentrantLock();
  private final ThreadLocal<Boolean> changing = new ThreadLocal<>();

  /** Waits for the turn where the database has only one writer; tells whether it did. */
  boolean take(SqlDialect dialect) {
    if (dialect == SqlDialect.SQLITE) {
      lock.lock();
      return true;
    }
    return false;
  }

  void give(boolean taken) {
    if (taken) {
      lock.unlock();
    }
  }

  byte @Nullable [] apply(Change change, byte @Nullable [] old) {
    changing.set(true);
    try {
      return change.apply(old);
    } finally {
      changing.remove();
    }
  }

  /** A change that used the store would wait for itself. */
  void checkNotChanging() {
    if (changing.get() != null) {
      throw StateFaults.nested();
    }
  }
}
