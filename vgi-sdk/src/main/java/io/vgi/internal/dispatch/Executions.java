package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BindRequest;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  private final Map<ByteBuffer, BindRequest> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, BindRequest> eldest) {
          return size() > REMEMBERED;
        }
      };

  Executions(StateStore store) {
    this.store = store;
  }

  /** Makes {@code execution} known by its bind call, a record of {@code type}. */
  void start(DialectCall call, byte[] execution, String type, WireRecord bind) {
    store.open(execution, Lifetime.execution());
    store.put(execution, NAME, KEY, call.encode(type, bind));
    remember(execution, BindRequest.read(bind, call.allocator()));
  }

  /** Whether {@code execution} was started and has not ended. */
  boolean isKnown(byte[] execution) {
    return recall(execution) != null || store.get(execution, NAME, KEY) != null;
  }

  /** The bind call of {@code execution}, a record of {@code type}. */
  BindRequest bind(DialectCall call, byte[] execution, String type, String function) {
    BindRequest request = recall(execution);
    if (request == null) {
      byte[] stored = store.get(execution, NAME, KEY);
      if (stored == null) {
        throw VgiException.notFound(
            "This execution of '" + function + "' is not known, or is over");
      }
      request = BindRequest.read(WireRecord.read(type, stored, call.allocator()), call.allocator());
      remember(execution, request);
    }
    return request;
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
    synchronized (known) {
      known.remove(ByteBuffer.wrap(execution));
    }
    store.clear(execution);
  }

  private @Nullable BindRequest recall(byte[] execution) {
    synchronized (known) {
      return known.get(ByteBuffer.wrap(execution));
    }
  }

  private void remember(byte[] execution, BindRequest request) {
    synchronized (known) {
      known.put(ByteBuffer.wrap(execution.clone()), request);
    }
  }
}
