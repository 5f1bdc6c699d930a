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

  /** Of a bind that the engine may never use. */
  private static final Lifetime PERHAPS = new Lifetime(3_600_000);

  private final StateStore store;
  private final Recent<Started> known = new Recent<>(REMEMBERED);

  /** The call that started an execution, as it came and as it was read. */
  private record Started(WireRecord record, BindRequest bind) {}

  Executions(StateStore store) {
    this.store = store;
  }

  /** Makes the execution of {@code scope} known by its bind call, a record of {@code type}. */
  void start(DialectCall call, byte[] scope, String type, WireRecord bind) {
    start(call, scope, type, bind, Lifetime.execution());
  }

  /** As {@link #start}; unless it is {@linkplain #use used} within an hour it ends. */
  void startPerhaps(DialectCall call, byte[] scope, String type, WireRecord bind) {
    start(call, scope, type, bind, PERHAPS);
  }

  /** What was started perhaps is used. */
  void use(byte[] scope) {
    store.open(scope, Lifetime.execution());
  }

  private void start(
      DialectCall call, byte[] scope, String type, WireRecord bind, Lifetime lifetime) {
    store.open(scope, lifetime);
    store.put(scope, NAME, KEY, call.encode(type, bind));
    known.put(scope, new Started(bind, BindRequest.read(bind, call.allocator())));
  }

  /** The bind call of the execution of {@code scope}, a record of {@code type}. */
  BindRequest bind(DialectCall call, byte[] scope, String type, String function) {
    return started(call, scope, type, function).bind();
  }

  /** The record of {@code type} that started the execution of {@code scope}. */
  WireRecord record(DialectCall call, byte[] scope, String type, String function) {
    return started(call, scope, type, function).record();
  }

  private Started started(DialectCall call, byte[] scope, String type, String function) {
    Started started = known.get(scope);
    if (started == null) {
      byte[] stored = store.get(scope, NAME, KEY);
      if (stored == null) {
        throw VgiException.notFound(
            "This execution of '"
                + function
                + "' is not known, or is over; a worker's processes must share one state store");
      }
      WireRecord record = WireRecord.read(type, stored, call.allocator());
      started = new Started(record, BindRequest.read(record, call.allocator()));
      known.put(scope, started);
    }
    return started;
  }

  /**
   * Forgets all of the execution of {@code scope} after ten minutes without calls: the engine says
   * that an aggregate is over when it drops the first states, while other threads may still use
   * theirs.
   */
  void endSoon(byte[] scope) {
    if (store.isOpen(scope)) {
      store.open(scope, SOON);
    }
  }

  /** Forgets all of the execution of {@code scope}. */
  void end(byte[] scope) {
    known.remove(scope);
    store.clear(scope);
  }
}
