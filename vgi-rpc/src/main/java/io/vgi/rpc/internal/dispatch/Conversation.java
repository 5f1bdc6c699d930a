package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.auth.Principal;
import io.vgi.rpc.internal.dispatch.Router.Target;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection, one after the other, until the client leaves. Every typed error
 * leaves the connection in step; only broken framing ends it.
 */
public final class Conversation {
  private final Router router;
  private final Identity identity;
  private final ByteSource source;
  private final ByteSink sink;
  private final BufferAllocator allocator;
  private final IpcLimits limits;
  private final Principal principal;
  private boolean strayInputExpected;

  /** Prepares a conversation; {@code allocator} is the connection's own. */
  public Conversation(
      Router router,
      Identity identity,
      ByteSource source,
      ByteSink sink,
      BufferAllocator allocator,
      IpcLimits limits,
      Principal principal) {
    this.router = router;
    this.identity = identity;
    this.source = source;
    this.sink = sink;
    this.allocator = allocator;
    this.limits = limits;
    this.principal = principal;
  }

  /** Serves until the input ends; throws when the framing is lost or the input fails. */
  public void run() throws IOException {
    boolean open = true;
    while (open) {
      try (StreamReader request = StreamReader.open(source, allocator, limits)) {
        open = request != null;
        if (request != null) {
          serve(request);
        }
      }
    }
  }

  private void serve(StreamReader request) throws IOException {
    boolean stray = strayInputExpected;
    strayInputExpected = false;
    WireBatch batch = null;
    VgiException fault = null;
    try {
      batch = request.next();
    } catch (VgiException unusable) {
      fault = unusable;
    }
    try (WireBatch params = batch) {
      request.drain();
      if (fault != null) {
        fail(WireSchema.EMPTY, fault, identity.newRequestId());
      } else if (params == null) {
        if (!stray && !request.endOfInput()) {
          fail(
              WireSchema.EMPTY,
              RpcFault.malformedRequest("A request must have one batch, this one has none"),
              identity.newRequestId());
        }
      } else if (!stray || params.metadata().has(Keys.METHOD)) {
        call(params);
      }
    }
  }

  private void call(WireBatch params) throws IOException {
    Metadata metadata = params.metadata();
    String requestId = metadata.text(Keys.REQUEST_ID);
    if (requestId == null) {
      requestId = identity.newRequestId();
    }
    WireSchema errorSchema = WireSchema.EMPTY;
    Target target;
    try {
      String name = Router.methodName(metadata);
      Router.checkRows(params);
      if (Router.isReserved(name)) {
        reserved(name);
        return;
      }
      io.vgi.rpc.Service service = router.service(metadata, name);
      if (service.newest().method(name) instanceof Method.Unary unary && unary.result() != null) {
        errorSchema = unary.result();
      }
      target = router.target(service, metadata, name);
      Router.checkParameters(target.method(), params);
    } catch (VgiException refused) {
      fail(errorSchema, refused, requestId);
      return;
    }
    CallContext context =
        new CallContext(
            target.service().protocol(),
            target.method().name(),
            target.revision(),
            metadata,
            requestId,
            principal,
            allocator);
    if (target.method() instanceof Method.Unary unary) {
      unary(unary, context, params);
    } else if (target.method() instanceof Method.Streaming streaming) {
      stream(streaming, context, params);
    }
  }

  private void reserved(String name) throws IOException {
    if (!name.equals(Router.TRANSPORT_OPTIONS)) {
      throw Router.unknownReserved(name);
    }
    Metadata options =
        Metadata.builder()
            .put(Keys.TRANSPORT_SHM, "false")
            .put(Keys.REQUEST_VERSION, Keys.FRAMING)
            .put(Keys.SERVER_ID, identity.serverId())
            .build();
    try (StreamWriter out = new StreamWriter(sink, WireSchema.EMPTY, allocator)) {
      out.writeEmpty(options, allocator);
      finish(out);
    }
  }

  private void unary(Method.Unary method, CallContext context, WireBatch params)
      throws IOException {
    WireSchema schema = method.result() == null ? WireSchema.EMPTY : method.result();
    try (StreamWriter out = new StreamWriter(sink, schema, allocator)) {
      WireBatch answer = null;
      Throwable failure = null;
      try {
        answer = method.handler().call(context, params);
        if (answer == null && method.result() != null) {
          failure = new IllegalStateException("Method '" + method.name() + "' gave no result");
        }
      } catch (Throwable thrown) { // an error answer, whatever happened, keeps the connection
        failure = thrown;
      }
      try (WireBatch result = answer) {
        writeLogs(out, context);
        if (failure != null) {
          writeError(out, context, failure);
        } else if (result != null) {
          out.write(result);
        } else {
          out.writeEmpty(Metadata.EMPTY, allocator);
        }
        finish(out);
      }
    }
  }

  private void stream(Method.Streaming method, CallContext context, WireBatch params)
      throws IOException {
    ServerStream opened;
    try {
      opened = method.handler().open(context, params);
    } catch (Throwable thrown) { // an error answer, whatever happened, keeps the connection
      try (StreamWriter out = new StreamWriter(sink, WireSchema.EMPTY, allocator)) {
        writeLogs(out, context);
        writeError(out, context, thrown);
        finish(out);
      }
      strayInputExpected = true;
      return;
    }
    try (ServerStream stream = opened) {
      WireBatch header = stream.header();
      if (method.header() != null && header != null) {
        try (StreamWriter out = new StreamWriter(sink, method.header(), allocator)) {
          writeLogs(out, context);
          out.write(header);
          finish(out);
        }
      }
      try (StreamReader input = StreamReader.open(source, allocator, limits)) {
        if (input != null) {
          turns(stream, context, input);
        }
      }
    }
  }

  private void turns(ServerStream stream, CallContext context, StreamReader input)
      throws IOException {
    try (StreamWriter out = new StreamWriter(sink, stream.outputSchema(), allocator)) {
      boolean more = true;
      while (more) {
        more = turn(stream, context, input, out);
      }
      finish(out);
    }
    // the client may have sent one tick too many before it read our end
    input.drain();
  }

  private boolean turn(
      ServerStream stream, CallContext context, StreamReader input, StreamWriter out)
      throws IOException {
    try (WireBatch batch = input.next()) {
      if (batch == null) {
        return false;
      }
      if (batch.metadata().has(Keys.CANCEL)) {
        cancel(stream);
        return false;
      }
      WireBatch answer;
      try {
        answer = answer(stream, batch);
      } catch (IOException failure) { // the function's own files and sockets, not the wire
        return fail(out, context, failure);
      }
      writeLogs(out, context);
      if (answer == null) {
        return false;
      }
      out.write(answer);
      out.flush();
      return true;
    } catch (IOException lost) {
      throw lost;
    } catch (Throwable failure) { // cutting the stream without an error would lose rows silently
      return fail(out, context, failure);
    }
  }

  private boolean fail(StreamWriter out, CallContext context, Throwable failure)
      throws IOException {
    writeLogs(out, context);
    writeError(out, context, failure);
    return false;
  }

  private static @Nullable WireBatch answer(ServerStream stream, WireBatch batch) throws Exception {
    if (stream instanceof ServerStream.Producer producer) {
      return producer.produce(batch.metadata());
    }
    ServerStream.Exchange exchange = (ServerStream.Exchange) stream;
    return exchange.exchange(InputShape.conform(batch, exchange.inputSchema()));
  }

  private static void cancel(ServerStream stream) {
    try {
      stream.cancel();
    } catch (Throwable failure) { // the client is not listening any more
      WorkerLog.error("A cancel hook failed", failure);
    }
  }

  private void writeLogs(StreamWriter out, CallContext context) throws IOException {
    for (CallContext.LogMessage log : context.takeLogs()) {
      out.writeEmpty(Messages.log(log, identity.serverId(), context.requestId()), allocator);
    }
  }

  private void writeError(StreamWriter out, CallContext context, Throwable failure)
      throws IOException {
    if (Messages.isWorkerFault(failure)) {
      WorkerLog.error("Method '" + context.method() + "' failed", failure);
    }
    out.writeEmpty(Messages.error(failure, identity.serverId(), context.requestId()), allocator);
  }

  private void fail(WireSchema schema, VgiException fault, String requestId) throws IOException {
    try (StreamWriter out = new StreamWriter(sink, schema, allocator)) {
      out.writeEmpty(Messages.error(fault, identity.serverId(), requestId), allocator);
      finish(out);
    }
  }

  private static void finish(StreamWriter out) throws IOException {
    out.end();
    out.flush();
  }
}
