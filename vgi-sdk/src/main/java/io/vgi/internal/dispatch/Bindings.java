package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.bind.Overloads;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.state.Ids;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.Principal;
import io.vgi.rpc.internal.codec.WireRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Binds calls, and keeps what that came to for the calls that follow.
 *
 * <p>Each answer to a bind request bears an id, which the engine sends back with all that it asks
 * of what was bound, together with the whole bind request. A binding is found again by the id, and
 * serves when the bytes of the request (attach, transaction, arguments, settings and secrets are in
 * them), the caller and the revision are the same; where any of them differs, or another process
 * bound, it is bound again. A request that brings no id, since its bind was inlined in a table, has
 * the execution in its place. Any thread.
 */
final class Bindings {
  private static final int MOST = 1_024;

  /** Of a binding that is forgotten another is made at its next use. */
  private static final long MOST_BYTES = 3 << 20;

  private static final int OBJECTS = 2_048;
  private static final byte BY_ID = 0;
  private static final byte BY_EXECUTION = 1;

  private final ServedCatalogs catalogs;
  private final LruCache<Kept> kept =
      new LruCache<>(
          LruCache.most(MOST),
          Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 16),
          LruCache.Weighed.WEIGHT,
          null);

  /** A binding, and what it was bound for. */
  private record Kept(String revision, Principal caller, byte[] bindCall, Lazy<Binding> binding)
      implements LruCache.Weighed {
    Kept(DialectCall call, byte[] bindCall, Lazy<Binding> binding) {
      this(call.dialect().id(), call.context().principal(), bindCall, binding);
    }

    boolean serves(DialectCall call, byte[] other) {
      return Arrays.equals(bindCall, other)
          && ServedCatalogs.isSame(caller, call.context().principal())
          && revision.equals(call.dialect().id());
    }

    @Override
    public long weight() {
      return Bindings.weight(bindCall.length, binding);
    }
  }

  Bindings(ServedCatalogs catalogs) {
    this.catalogs = catalogs;
  }

  /**
   * Begins to bind what {@code given} calls.
   *
   * @param mayAsk whether the answer can have the engine look secrets up
   */
  BindCall begin(DialectCall call, BindRequest given, boolean mayAsk) throws Exception {
    AttachedCall attached =
        AttachedCall.of(
            catalogs, call, catalogs.attached(call.context(), given), given.transaction());
    FunctionEntry entry = attached.resolve(given);
    BindRequest request = Overloads.constants(entry, given);
    FunctionKind.of(entry).checkRequest(request);
    return BindCall.of(entry, request, call.context(), attached.state(), mayAsk);
  }

  /** Binds what {@code request} calls. */
  Binding bind(DialectCall call, BindRequest request) throws Exception {
    BindCall bind = begin(call, request, false);
    return FunctionKind.of(bind.entry()).bind(bind);
  }

  /** Keeps what a bind request came to; returns the id by which it is found again. */
  byte[] keep(DialectCall call, Binding binding) {
    LiveOrigin.checkPlanned(binding);
    byte[] id = LiveOrigin.named(Ids.next(), binding);
    kept.put(key(BY_ID, id), new Kept(call, call.body(), Lazy.of(binding)));
    return id;
  }

  /**
   * What binding came to, for a request that carries a bind request.
   *
   * @param execution the scope of the execution it is part of, or null while there is none
   */
  Binding of(DialectCall call, WireRecord request, byte @Nullable [] execution) throws Exception {
    return find(call, request, execution, false);
  }

  /**
   * As {@link #of}, for a request about an execution that has begun: rows of one version of a live
   * catalog are never mixed with those of another.
   */
  Binding ofBegun(DialectCall call, WireRecord request, byte[] execution) throws Exception {
    return find(call, request, execution, true);
  }

  private Binding find(
      DialectCall call, WireRecord request, byte @Nullable [] execution, boolean begun)
      throws Exception {
    byte[] bindCall = request.needBytes("bind_call");
    byte[] id = request.bytes("bind_opaque_data");
    byte[] key;
    if (id != null && id.length > 0) {
      key = key(BY_ID, id);
    } else if (execution != null) {
      key = key(BY_EXECUTION, execution);
    } else {
      return again(call, request, bindCall, begun);
    }
    Kept known = kept.get(key);
    if (known == null) {
      known = kept.putIfAbsent(key, new Kept(call, bindCall, new Lazy<>()));
    }
    if (!known.serves(call, bindCall)) {
      return again(call, request, bindCall, begun);
    }
    Binding binding = known.binding().known();
    if (binding == null) {
      Callable<Binding> maker = // every session comes here, and this costs it less than a lambda
          new Callable<>() {
            @Override
            public Binding call() throws Exception {
              return again(call, request, bindCall, begun);
            }
          };
      binding = known.binding().get(maker);
      // now its weight is known
      kept.get(key);
    }
    if (isUsable(call, binding, !begun)) {
      return binding;
    }
    binding = again(call, request, bindCall, begun);
    kept.put(key, new Kept(call, bindCall, Lazy.of(binding)));
    return binding;
  }

  /**
   * Whether {@code call} can use what an earlier call bound. What it needs of a live catalog is
   * then open until the call ends.
   *
   * @param sameVersion whether the catalog must be of the version it was bound for
   */
  boolean isUsable(DialectCall call, Binding binding, boolean sameVersion) throws Exception {
    LiveOrigin origin = LiveOrigin.of(binding);
    if (origin == null || call.holds().has(origin.session())) {
      // in the second case this call bound it
      return true;
    }
    BindRequest request = binding.parameters().request();
    AttachedCall now = AttachedCall.of(catalogs, call, request.attach(), request.transaction());
    return now.served() instanceof LiveContent live && live.isCurrent(now, origin, sameVersion);
  }

  private Binding again(DialectCall call, WireRecord request, byte[] bindCall, boolean begun)
      throws Exception {
    Binding binding = bind(call, read(call, bindCall));
    LiveOrigin.check(call, request, binding, begun);
    LiveOrigin.checkPlanned(binding);
    return binding;
  }

  private static BindRequest read(DialectCall call, byte[] bindCall) {
    return BindRequest.read(call.decode("BindRequest", bindCall), call.allocator());
  }

  /** About how much memory a binding takes of which {@code wire} bytes are kept. */
  static long weight(long wire, Lazy<Binding> binding) {
    Binding known = binding.known();
    return OBJECTS + 3 * wire + (known == null ? 0 : known.parameters().request().heapBytes());
  }

  private static byte[] key(byte kind, byte[] id) {
    return ByteBuffer.allocate(1 + id.length).put(kind).put(id).array();
  }
}
