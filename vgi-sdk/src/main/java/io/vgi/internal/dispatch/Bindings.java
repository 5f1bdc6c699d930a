package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.state.Ids;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.Principal;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds calls, and keeps what that came to for the calls that follow.
 *
 * <p>Each answer to a bind request bears an id, which the engine sends back with all that it asks
 * of what was bound, together with the whole bind request. A binding is found again by the id, the
 * bytes of the request (attach, transaction, arguments, settings and secrets are in them), the
 * caller and the revision; where any of them differs, or another process bound, it is bound again.
 * A request that brings no id, since its bind was inlined in a table, has the execution in its
 * place. Any thread.
 */
final class Bindings {
  private static final int MOST = 1_024;
  private static final int OBJECTS = 2_048;
  private static final byte BY_ID = 0;
  private static final byte BY_EXECUTION = 1;

  private final ServedCatalogs catalogs;
  private final StateStore store;
  private final LruCache<Kept> kept =
      new LruCache<>(
          LruCache.most(MOST),
          Runtime.getRuntime().maxMemory() / 16,
          Kept::bytes,
          System::nanoTime);

  /** A binding, and about how much memory it takes: the request as bytes and as values. */
  private record Kept(Lazy<Binding> binding, long bytes) {}

  Bindings(ServedCatalogs catalogs, StateStore store) {
    this.catalogs = catalogs;
    this.store = store;
  }

  /** Begins to bind what {@code request} calls. */
  BindCall begin(DialectCall call, BindRequest request) {
    Attachment attached = catalogs.attached(call.context(), request.attach());
    FunctionEntry entry = attached.resolve(request);
    FunctionKind.of(entry).checkRequest(request);
    return BindCall.of(
        entry, request, call.context(), attached.state(store, call.context(), request));
  }

  /** Binds what {@code request} calls. */
  Binding bind(DialectCall call, BindRequest request) throws Exception {
    BindCall bind = begin(call, request);
    return FunctionKind.of(bind.entry()).bind(bind);
  }

  /** Keeps what a bind request came to; returns the id by which it is found again. */
  byte[] keep(DialectCall call, Binding binding) {
    byte[] id = Ids.next();
    byte[] key = key(call, BY_ID, id, call.body());
    kept.put(key, new Kept(Lazy.of(binding), weight(key)));
    return id;
  }

  /**
   * What binding came to, for a request that carries a bind request.
   *
   * @param execution the scope of the execution it is part of, or null while there is none
   */
  Binding of(DialectCall call, WireRecord request, byte @Nullable [] execution) throws Exception {
    byte[] bindCall = request.needBytes("bind_call");
    byte[] id = request.bytes("bind_opaque_data");
    byte[] key;
    if (id != null && id.length > 0) {
      key = key(call, BY_ID, id, bindCall);
    } else if (execution != null) {
      key = key(call, BY_EXECUTION, execution, bindCall);
    } else {
      return bind(call, read(call, bindCall));
    }
    Kept known = kept.get(key);
    if (known == null) {
      known = kept.putIfAbsent(key, new Kept(new Lazy<>(), weight(key)));
    }
    return known.binding().get(() -> bind(call, read(call, bindCall)));
  }

  private static BindRequest read(DialectCall call, byte[] bindCall) {
    return BindRequest.read(
        WireRecord.read("BindRequest", bindCall, call.allocator()), call.allocator());
  }

  private static long weight(byte[] key) {
    return OBJECTS + 3L * key.length;
  }

  /** All that tells bindings apart, each behind its length. */
  private static byte[] key(DialectCall call, byte kind, byte[] id, byte[] bindCall) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 + bindCall.length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(kind);
      write(out, call.dialect().id());
      Principal caller = call.context().principal();
      write(out, caller.domain());
      write(out, caller.name());
      out.writeInt(caller.claims().size());
      for (Map.Entry<String, String> claim : new TreeMap<>(caller.claims()).entrySet()) {
        write(out, claim.getKey());
        write(out, claim.getValue());
      }
      out.writeInt(id.length);
      out.write(id);
      out.write(bindCall);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
