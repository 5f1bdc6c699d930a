package io.vgi.internal.dispatch;

import io.vgi.internal.kind.InitHeader;
import io.vgi.internal.wire.Dialect;
import io.vgi.internal.wire.DialectCall;
import io.vgi.internal.wire.MethodShape;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.UnaryHandler;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.RecordFormat;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.dispatch.Receipts;
import io.vgi.rpc.internal.dispatch.RpcFault;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One revision of the protocol over handlers that know no revision. */
final class DialectRevision implements Revision, Receipts {
  private static final String REQUEST = "request";
  private static final byte[] NOTHING = {};
  private static final String RESULT = MethodFamily.RESULT;

  private final String id;
  private final String version;
  private final Map<String, MethodFamily> unary;
  private final StreamCalls streams;
  private final ConcurrentHashMap<String, Method> methods = new ConcurrentHashMap<>();
  private volatile @Nullable Dialect loaded;

  DialectRevision(String id, String version, Map<String, MethodFamily> unary, StreamCalls streams) {
    this.id = id;
    this.version = version;
    this.unary = unary;
    this.streams = streams;
  }

  /** Loaded at the first call: most workers only ever hear one revision. */
  private Dialect dialect() {
    Dialect known = loaded;
    if (known == null) {
      known = Dialect.load(id);
      loaded = known;
    }
    return known;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Collection<String> methodNames() {
    return dialect().methodNames();
  }

  @Override
  public @Nullable Method method(String name) {
    Method known = methods.get(name);
    if (known != null) {
      return known;
    }
    Dialect dialect = dialect();
    if (!dialect.methodNames().contains(name)) {
      return null;
    }
    MethodShape shape = dialect.method(name);
    MethodFamily handler = unary.get(name);
    Method method =
        shape.stream()
            ? new Method.Streaming(
                name,
                shape.params(),
                shape.headerRecord() == null ? null : dialect.record(shape.headerRecord()),
                new Streams(shape))
            : new Method.Unary(name, shape.params(), shape.result(), new Answers(shape, handler));
    methods.put(name, method);
    return method;
  }

  @Override
  public void received(String method, byte[] note) {
    MethodFamily family = unary.get(method);
    if (family == null) {
      throw new IllegalStateException("Method '" + method + "' asks for no receipts");
    }
    family.received(note);
  }

  private final class Streams implements StreamHandler {
    private final MethodShape shape;

    Streams(MethodShape shape) {
      this.shape = shape;
    }

    @Override
    public ServerStream open(CallContext context, WireBatch params) throws Exception {
      Request request = request(shape, context, params);
      return streams.open(request.call(), request.record());
    }

    @Override
    public ServerStream resume(
        CallContext context, WireBatch params, @Nullable WireBatch header, byte[] place)
        throws Exception {
      if (header == null) {
        throw new IllegalStateException("A stream without its header cannot be resumed");
      }
      Request request = request(shape, context, params);
      return streams.resume(request.call(), request.record(), InitHeader.read(header), place);
    }
  }

  private final class Answers implements UnaryHandler {
    private final MethodShape shape;
    private final @Nullable MethodFamily handler;
    private volatile @Nullable RecordFormat format;

    Answers(MethodShape shape, @Nullable MethodFamily handler) {
      this.shape = shape;
      this.handler = handler;
    }

    @Override
    public @Nullable WireBatch call(CallContext context, WireBatch params) throws Exception {
      if (handler == null) {
        // it is part of the revision all the same, which has a hash over all of its methods
        throw RpcFault.methodNotImplemented(
            "Method '"
                + shape.name()
                + "' of revision "
                + id
                + " is not implemented by this worker");
      }
      Request request = request(shape, context, params);
      DialectCall call = request.call();
      WireRecord answer;
      try {
        answer = handler.handle(call, request.record());
      } finally {
        call.holds().close();
      }
      WireSchema result = shape.result();
      if (result == null) {
        return null;
      }
      byte[] bytes = null;
      if (answer != null) {
        String record = shape.resultRecord() == null ? answer.name() : shape.resultRecord();
        bytes = record.equals(RESULT) ? answer.bytes(RESULT) : call.encode(record, answer);
      }
      RecordFormat known = format;
      if (known == null) {
        known = RecordFormat.of(result);
        format = known;
      }
      return WireRecord.named(RESULT).set(RESULT, bytes).toBatch(known, context.allocator());
    }
  }

  /** A call and what it asks. */
  private record Request(DialectCall call, WireRecord record) {}

  private Request request(MethodShape shape, CallContext context, WireBatch params) {
    WireRecord request =
        WireRecord.read(shape.name(), params.rows() == 0 ? oneRow(params) : params);
    if (shape.requestRecord() == null) {
      DialectCall call = new DialectCall(context, dialect(), NOTHING);
      return new Request(call, call.lifted(request));
    }
    byte[] body = request.needBytes(REQUEST);
    DialectCall call = new DialectCall(context, dialect(), body);
    return new Request(call, call.decode(shape.requestRecord(), body));
  }

  /** A request without parameters has no columns, so its row count says nothing. */
  private static WireBatch oneRow(WireBatch params) {
    return WireBatch.of(params.schema(), params.columns(), 1, params.metadata());
  }
}
