package io.vgi.http.internal.server;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.vgi.http.internal.server.RpcPath.Step;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.CallMeter;
import io.vgi.rpc.internal.dispatch.ErrorAnswers;
import io.vgi.rpc.internal.dispatch.Host;
import io.vgi.rpc.internal.dispatch.Keys;
import io.vgi.rpc.internal.dispatch.Presence;
import io.vgi.rpc.internal.dispatch.Router;
import io.vgi.rpc.internal.dispatch.Router.Target;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.dispatch.TraceParent;
import io.vgi.rpc.internal.dispatch.Turn;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.Chunks;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Answers the Arrow body of a request with another; knows nothing of HTTP's own parts. */
final class RpcRequests {
  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";

  private final Host host;
  private final StreamRequests streams;
  private final ExternalAnswers external;
  private final CallerSeals seals;
  private final ExternalRequests pointers;
  private final UploadSlots uploads;

  RpcRequests(
      Host host,
      StreamRequests streams,
      ExternalAnswers external,
      CallerSeals seals,
      ExternalRequests pointers,
      UploadSlots uploads) {
    this.host = host;
    this.streams = streams;
    this.external = external;
    this.seals = seals;
    this.pointers = pointers;
    this.uploads = uploads;
  }

  /**
   * A request as it came.
   *
   * @param path what it asks for
   * @param body its Arrow stream
   * @param caller who asks
   * @param responseLimit the most bytes that the answer may take
   * @param requestId the name the client gave it, or null
   * @param trace its trace context
   * @param peer the address of the client
   * @param presence told of every method that runs
   */
  record Request(
      RpcPath path,
      Chunks body,
      Principal caller,
      long responseLimit,
      String requestId,
      Trace trace,
      String peer,
      Presence presence) {}

  /**
   * The trace context of a request.
   *
   * @param parent a valid W3C traceparent, or null
   * @param state the W3C tracestate, or null
   */
  record Trace(@Nullable String parent, @Nullable String state) {
    /** What the headers of a request say; the state may come in several. */
    static Trace of(HeaderMap headers) {
      String parent = TraceParent.valid(headers.getFirst(PARENT));
      HeaderValues states = parent == null ? null : headers.get(STATE);
      return new Trace(parent, states == null ? null : String.join(",", states));
    }

    /** Adds to the metadata of a request what it does not have. */
    Metadata addTo(Metadata metadata) {
      if (parent == null || metadata.has(PARENT)) {
        return metadata;
      }
      Metadata.Builder traced = metadata.toBuilder().put(PARENT, parent);
      return state == null ? traced.build() : traced.put(STATE, state).build();
    }
  }

  /** Writes the answer to {@code request}; whatever goes wrong is an answer too. */
  void answer(Request request, Answer answer) throws IOException {
    String requestId = request.requestId();
    BufferAllocator memory = answer.memory().allocator("request");
    try (WireBatch batch = read(request.body(), memory)) {
      answer(request, requestId, batch, memory, answer);
    } catch (RpcFault refused) {
      fail(answer, refused.isNotFound() ? 404 : 400, refused, requestId, memory);
    } catch (MemoryLimitException full) {
      if (!answer.isCalled()) { // which HTTP has a status for
        throw full;
      }
      fail(answer, 200, full, requestId, memory);
    } catch (VgiException | IOException refused) {
      fail(answer, 400, refused, requestId, memory);
    } catch (Throwable failure) {
      if (!answer.isCalled()) {
        throw failure;
      }
      // clients repeat what the HTTP server fails at, and the method has run
      WorkerLog.error("Method '" + request.path().method() + "' was not answered", failure);
      fail(answer, 200, failure, requestId, memory);
    } finally {
      Leaks.close(memory, request.path().method());
    }
  }

  private WireBatch read(Chunks body, BufferAllocator memory) throws IOException {
    try (StreamReader reader = StreamReader.open(ByteSource.of(body), memory, host.limits())) {
      WireBatch batch = reader == null ? null : reader.next();
      if (reader == null || batch == null) {
        throw RpcFault.malformedRequest("A request must have one batch, this one has none");
      }
      try {
        reader.drain();
        body.clear(); // it is in the batch now
        return batch;
      } catch (IOException broken) {
        batch.close();
        throw broken;
      }
    }
  }

  private void answer(
      Request request, String requestId, WireBatch batch, BufferAllocator memory, Answer answer)
      throws IOException {
    RpcPath path = request.path();
    if (uploads.isAskedBy(path)) {
      String why = uploads.answer(batch, memory, answer);
      if (why != null) {
        fail(answer, 200, VgiException.unavailable(why), requestId, memory);
      }
      return;
    }
    Service service = service(path, batch.metadata());
    WireBatch resolved;
    try {
      resolved = pointers.resolve(batch, path.step() == Step.EXCHANGE, memory);
    } catch (VgiException unresolved) { // the request itself is well made
      fail(answer, 200, unresolved, requestId, memory);
      return;
    }
    try (WireBatch payload = resolved) {
      answer(request, service, requestId, payload == null ? batch : payload, memory, answer);
    }
  }

  /** Why nobody serves what {@code path} names, whatever the request says; null when it may be. */
  @Nullable RpcFault unknown(RpcPath path) {
    String protocol = path.protocol();
    if (uploads.isAskedBy(path)) {
      return null;
    } else if (protocol == null) {
      return Router.isReserved(path.method())
          ? Router.unknownReserved(path.method())
          : host.router().unknown(path.method());
    }
    Service service = host.router().hosted(protocol);
    if (service == null) {
      return RpcFault.protocolNotSupported("Protocol '" + protocol + "' is not hosted here");
    }
    return service.hasMethod(path.method()) ? null : noMethod(protocol, path.method());
  }

  private static RpcFault noMethod(String protocol, String method) {
    return RpcFault.methodNotImplemented(
        "Protocol '" + protocol + "' has no method '" + method + "'");
  }

  private void answer(
      Request request,
      Service service,
      String requestId,
      WireBatch batch,
      BufferAllocator memory,
      Answer answer)
      throws IOException {
    RpcPath path = request.path();
    if (path.step() == Step.EXCHANGE) {
      streams.exchange(request, service, batch, requestId, memory, answer);
      return;
    }
    Metadata metadata = request.trace().addTo(routed(path, service, batch.metadata()));
    Target target = host.router().target(service, metadata, path.method());
    Router.checkRows(batch);
    if (target.method() instanceof Method.Streaming streaming && path.step() == Step.INIT) {
      Router.checkParameters(streaming, batch);
      streams.init(request, target, batch.withMetadata(metadata), requestId, answer);
    } else if (target.method() instanceof Method.Unary unary && path.step() == Step.UNARY) {
      Router.checkParameters(unary, batch);
      CallContext context =
          new CallContext(
              service.protocol(),
              unary.name(),
              target.revision(),
              metadata,
              requestId,
              request.caller(),
              memory,
              request.responseLimit(),
              seals.of(service.protocol(), request.caller()),
              request.peer());
      CallMeter meter = answer.measure(host.observers().begin(context, request.peer()));
      meter.input(batch);
      unary(unary, context, batch, request.presence(), meter, answer);
    } else {
      throw RpcFault.malformedRequest(
          "Method '"
              + path.method()
              + (path.step() == Step.UNARY
                  ? "' opens a stream; its path ends with /init"
                  : "' is unary; its path ends with its name"));
    }
  }

  private Service service(RpcPath path, Metadata metadata) {
    String protocol = path.protocol();
    String said = metadata.text(Keys.PROTOCOL);
    if (protocol == null) {
      protocol = said == null ? host.router().first().protocol() : said;
    }
    Service service = host.router().hosted(protocol);
    if (service == null) {
      throw RpcFault.protocolNotSupported("Protocol '" + protocol + "' is not hosted here");
    }
    if (said != null && !said.equals(protocol)) {
      throw RpcFault.malformedRequest(
          "The path says protocol '" + protocol + "', the request says another one");
    }
    if (!service.hasMethod(path.method())) {
      throw noMethod(protocol, path.method());
    }
    return service;
  }

  /** Checks that the request means what its path says. */
  private static Metadata routed(RpcPath path, Service service, Metadata metadata) {
    String name = Router.methodName(metadata);
    if (!name.equals(path.method())) {
      throw RpcFault.malformedRequest(
          "The path says method '" + path.method() + "', the request says another one");
    }
    return metadata.has(Keys.PROTOCOL)
        ? metadata
        : metadata.toBuilder().put(Keys.PROTOCOL, service.protocol()).build();
  }

  private void unary(
      Method.Unary method,
      CallContext context,
      WireBatch params,
      Presence presence,
      CallMeter meter,
      Answer answer)
      throws IOException {
    ErrorAnswers errors = new ErrorAnswers(host.identity(), context.allocator());
    WireSchema schema = method.result() == null ? WireSchema.EMPTY : method.result();
    Throwable failure = null;
    try (StreamWriter out = new StreamWriter(answer.body(), schema, context.allocator())) {
      try (WireBatch result = call(method, context, params, presence)) {
        if (result == null && method.result() != null) {
          throw new IllegalStateException("Method '" + method.name() + "' gave no result");
        }
        errors.writeLogs(out, context);
        if (result != null) {
          out.write(result);
          meter.output(result);
        } else {
          out.writeEmpty(Metadata.EMPTY, context.allocator());
        }
        out.end();
        external.replace(answer, 0, schema, context.allocator());
        checkSize(answer, context.responseLimit());
      } catch (Throwable thrown) { // an error answer, whatever happened
        failure = thrown;
      }
    }
    if (failure != null) {
      answer.body().reset();
      answer.error(200);
      try (StreamWriter out = new StreamWriter(answer.body(), schema, context.allocator())) {
        errors.writeFailure(out, context, Turn.reason(context, failure), meter);
        out.end();
      }
    }
  }

  private static @Nullable WireBatch call(
      Method.Unary method, CallContext context, WireBatch params, Presence presence)
      throws Exception {
    presence.enter(context);
    WireBatch result;
    try {
      result = method.handler().call(context, params);
    } finally {
      presence.leave();
    }
    VgiException reason = context.isCutShort() ? context.reason() : null;
    if (reason != null) {
      if (result != null) {
        result.close();
      }
      throw reason;
    }
    return result;
  }

  static void checkSize(Answer answer, long limit) {
    if (answer.body().size() > limit) {
      throw RpcFault.responseTooLarge(answer.body().size(), limit);
    }
  }

  /** Answers a request that was not looked at. */
  void refuse(Answer answer, int status, RpcFault why, String requestId) throws IOException {
    try (CallMemory memory = answer.memory()) {
      fail(answer, status, why, requestId, memory.allocator("refusal"));
    }
  }

  private void fail(
      Answer answer, int status, Throwable fault, String requestId, BufferAllocator memory)
      throws IOException {
    answer.body().reset();
    answer.error(status);
    answer.failed(fault);
    try (StreamWriter out = new StreamWriter(answer.body(), WireSchema.EMPTY, memory)) {
      new ErrorAnswers(host.identity(), memory).writeError(out, fault, null, requestId);
      out.end();
    }
  }
}
