package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BindRequest;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;

/**
 * The bind calls of executions whose later calls name only the execution. Any process may get those
 * calls, so bind calls are stored; each process remembers what it read.
 */
final class Executions {
  private static final String NAME = "bind";
  private static final byte[] KEY = {};
  private static final int REMEMBERED = 256;
  private static final Lifetime SOON = new Lifetime(600_000);

  private final StateStore store;
  private final Recent<Started> known = new Recent<>(REMEMBERED);

  /** The call that started an execution, as it came and as it was read. */
  private record Started(WireRecord record, BindRequest bind) {}

  Executions(StateStore store) {
    this.store = store;
  }

  /** Makes {@code execution} known by its bind call, a record of {@code type}. */
  void start(DialectCall call, byte[] execution, String type, WireRecord bind) {
    store.open(execution, Lifetime.execution());
    store.put(execution, NAME, KEY, call.encode(type, bind));
    known.put(execution, new Started(bind, BindRequest.read(bind, call.allocator())));
  }

  /** The bind call of {@code execution}, a record of {@code type}. */
  BindRequest bind(DialectCall call, byte[] execution, String type, String function) {
    return started(call, execution, type, function).bind();
  }

  /** The record of {@code type} that started {@code execution}. */
  WireRecord record(DialectCall call, byte[] execution, String type, String function) {
    return started(call, execution, type, function).record();
  }

  private Started started(DialectCall call, byte[] execution, String type, String function) {
    Started started = known.get(execution);
    if (started == null) {
      byte[] stored = store.get(execution, NAME, KEY);
      if (stored == null) {
        throw VgiException.notFound(
            "This execution of '" + function + "' is not known, or is over");
      }
      WireRecord record = WireRecord.read(type, stored, call.allocator());
      started = new Started(record, BindRequest.read(record, call.allocator()));
      known.put(execution, started);
    }
    return started;
  }

  /**
   * Forgets all of {@code execution} after ten minutes without calls: the engine says that an
   * aggregate is over when it drops the first states, while other threads may still use theirs.
   */
  void endSoon(byte[] execution) {
    store.open(execution, SOON);
  }

  /** Forgets all of {@code execution}. */
  void end(byte[] execution) {
    known.remove(execution);
    store.clear(execution);
  }
}
