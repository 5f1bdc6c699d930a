package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.Binding;
import io.vgi.internal.kind.StreamOpening;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The executions whose later calls name only the execution. Any process may get those calls, so
 * bind calls are stored; each process remembers what it read and what binding that came to.
 */
final class Executions implements StreamOpening.Shared {
  private static final String NAME = "bind";
  private static final byte[] KEY = {};
  private static final int REMEMBERED = 256;
  private static final Lifetime SOON = new Lifetime(600_000);

  /** Of a bind that the engine may never use. */
  private static final Lifetime PERHAPS = new Lifetime(3_600_000);

  private final Bindings bindings;
  private final StateStore store;
  private final LruCache<Started> known = new LruCache<>(REMEMBERED, 32, LruCache.Weighed.WEIGHT);

  /** A record that starts executions. */
  enum Start {
    BUFFERING("BindRequest"),
    AGGREGATE("AggregateBindRequest"),
    RUNNING("AggregateStreamingOpenRequest") {
      @Override
      BindRequest bindRequest(DialectCall call, WireRecord record) {
        BindRequest bind = super.bindRequest(call, record);
        return bind.input() == null
            ? bind
            : bind.withInput(RunningCalls.values(bind.input(), record));
      }

      @Override
      WireRecord keeps(WireRecord record) {
        return RunningCalls.shape(record);
      }
    };

    private final String record;

    Start(String record) {
      this.record = record;
    }

    /** What the record binds. */
    BindRequest bindRequest(DialectCall call, WireRecord started) {
      return BindRequest.read(started, call.allocator());
    }

    /** What calls read of the record, which has secrets beside that, or null. */
    @Nullable WireRecord keeps(WireRecord record) {
      return null;
    }
  }

  /** What is kept of the call that started an execution, and what binding it came to. */
  private record Started(@Nullable WireRecord record, Lazy<Binding> binding, long wire)
      implements LruCache.Weighed {
    @Override
    public long weight() {
      return Bindings.weight(wire, binding);
    }
  }

  Executions(Bindings bindings, StateStore store) {
    this.bindings = bindings;
    this.store = store;
  }

  @Override
  public void start(DialectCall call, byte[] scope, byte[] bindCall, Binding binding) {
    byte[] stored = call.store(Start.BUFFERING.record, bindCall);
    start(call, scope, stored, null, binding, Lifetime.execution());
  }

  /** Makes the execution of {@code scope} known by the call that starts it, read as a record. */
  void start(DialectCall call, byte[] scope, Start type, WireRecord record, Binding binding) {
    start(call, scope, stored(call, type), type.keeps(record), binding, Lifetime.execution());
  }

  private static byte[] stored(DialectCall call, Start type) {
    return call.store(type.record, call.body());
  }

  /** As {@link #start}; unless it is {@linkplain #use used} within an hour it ends. */
  void startPerhaps(
      DialectCall call, byte[] scope, Start type, WireRecord record, Binding binding) {
    start(call, scope, stored(call, type), type.keeps(record), binding, PERHAPS);
  }

  /** What was started perhaps is used. */
  void use(byte[] scope) {
    store.open(scope, Lifetime.execution());
  }

  private void start(
      DialectCall call,
      byte[] scope,
      byte[] bytes,
      @Nullable WireRecord keeps,
      Binding binding,
      Lifetime lifetime) {
    store.open(scope, lifetime);
    store.put(scope, NAME, KEY, bytes);
    known.put(key(call, scope), new Started(keeps, Lazy.of(binding), bytes.length));
  }

  /** What binding the execution of {@code scope} came to; in another process it is bound again. */
  Binding binding(DialectCall call, byte[] scope, Start type, String function) throws Exception {
    Started started = started(call, scope, type, function);
    Binding binding = started.binding().known();
    // what the execution kept so far is of the version that it began with
    if (binding != null && !bindings.isUsable(call, binding, false)) {
      started = new Started(started.record(), new Lazy<>(), started.wire());
      known.put(key(call, scope), started);
      binding = null;
    }
    if (binding == null) {
      binding =
          started
              .binding()
              .get(
                  () -> {
                    byte[] stored = stored(scope, function);
                    return bindings.bind(call, type.bindRequest(call, read(call, type, stored)));
                  });
      // now its weight is known
      known.get(key(call, scope));
    }
    return binding;
  }

  /** What is kept of the record that started the running execution of {@code scope}. */
  WireRecord running(DialectCall call, byte[] scope, String function) {
    WireRecord record = started(call, scope, Start.RUNNING, function).record();
    if (record == null) {
      throw VgiException.invalidArgument(
          "This execution of '" + function + "' is not a running one");
    }
    return record;
  }

  private Started started(DialectCall call, byte[] scope, Start type, String function) {
    byte[] key = key(call, scope);
    Started started = known.get(key);
    if (started == null) {
      byte[] stored = stored(scope, function);
      WireRecord keeps = type.keeps(read(call, type, stored));
      started = known.putIfAbsent(key, new Started(keeps, new Lazy<>(), stored.length));
    }
    return started;
  }

  private byte[] stored(byte[] scope, String function) {
    byte[] stored = store.get(scope, NAME, KEY);
    if (stored == null) {
      throw VgiException.notFound(
          "This execution of '"
              + function
              + "' is not known, or is over; a worker's processes must share one state store");
    }
    return stored;
  }

  private static WireRecord read(DialectCall call, Start type, byte[] stored) {
    return call.restore(type.record, stored);
  }

  /** The scope, which is the caller's own, and the revision spoken. */
  private static byte[] key(DialectCall call, byte[] scope) {
    byte[] revision = call.dialect().id().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(scope.length + revision.length).put(scope).put(revision).array();
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
    known.removeAll(scope);
    store.clear(scope);
  }
}
