package io.vgi.http.internal.server;

import io.vgi.http.internal.server.RpcRequests.Request;
import io.vgi.http.internal.server.StreamTokens.CallState;
import io.vgi.http.internal.server.StreamTokens.Cursor;
import io.vgi.http.internal.server.StreamTokens.TokenException;
import io.vgi.http.internal.server.StreamTurn.Asked;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.CallMeter;
import io.vgi.rpc.internal.dispatch.ErrorAnswers;
import io.vgi.rpc.internal.dispatch.Host;
import io.vgi.rpc.internal.dispatch.Keys;
import io.vgi.rpc.internal.dispatch.Router.Target;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.dispatch.Turn;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.arrow.memory.BufferAllocator;

/** The turns of streams, each a request of its own that may reach any replica. */
final class StreamRequests {
  private static final int ID_BYTES = 16;
  private static final String OTHER_STREAM = "The state tokens belong to different streams";

  private final Host host;
  private final StreamTokens tokens;
  private final ParkedStreams parked;
  private final ExternalAnswers external;
  private final CallerSeals seals;
  private final SecureRandom random = new SecureRandom();

  StreamRequests(
      Host host,
      StreamTokens tokens,
      ParkedStreams parked,
      ExternalAnswers external,
      CallerSeals seals) {
    this.host = host;
    this.tokens = tokens;
    this.parked = parked;
    this.external = external;
    this.seals = seals;
  }

  /** Opens a stream and, when it is a producer, has its first turn. */
  void init(Request request, Target target, WireBatch params, String requestId, Answer answer)
      throws IOException {
    Method.Streaming method = (Method.Streaming) target.method();
    BufferAllocator memory = host.memory().call().allocator("stream");
    CallContext context =
        context(request, target, params.metadata(), requestId, memory, request.responseLimit());
    ErrorAnswers errors = new ErrorAnswers(host.identity(), memory);
    byte[] id = newId();
    CallMeter meter = answer.measure(host.observers().begin(context, request.peer()));
    meter.stream(HexFormat.of().formatHex(id), 0);
    OpenStream open = null;
    try {
      ServerStream stream = Turn.open(method, context, params, request.presence());
      open = new OpenStream(id, stream, context, memory);
      byte[] header = header(method, stream, context, errors, answer);
      CallState call =
          new CallState(
              open.id(),
              method.name(),
              text(params.metadata(), Keys.PROTOCOL_VERSION),
              request.responseLimit(),
              IpcBytes.ofBatch(params.withMetadata(Metadata.EMPTY), memory),
              header);
      String callToken = tokens.seal(context.protocol(), request.caller(), call);
      new StreamTurn(host, tokens, parked, external, open, Asked.by(request), callToken, meter)
          .run(params, request.presence(), answer);
    } catch (Throwable failure) { // an error answer in place of the header, whatever happened
      answer.body().reset();
      answer.error(200);
      try (StreamWriter out = new StreamWriter(answer.body(), WireSchema.EMPTY, memory)) {
        errors.writeFailure(out, context, Turn.reason(context, failure), meter);
        out.end();
      }
      if (open != null) {
        open.close();
      } else {
        Leaks.close(memory, method.name());
      }
    }
  }

  /** Writes the header's stream; returns its row, as the stream's later turns need it. */
  private byte[] header(
      Method.Streaming method,
      ServerStream stream,
      CallContext context,
      ErrorAnswers errors,
      Answer answer)
      throws IOException {
    WireSchema schema = method.header();
    if (schema == null) {
      return new byte[0];
    }
    WireBatch row = stream.header();
    if (row == null) {
      throw new IllegalStateException("Method '" + method.name() + "' gave no header");
    }
    try (StreamWriter out = new StreamWriter(answer.body(), schema, context.allocator())) {
      errors.writeLogs(out, context);
      out.write(row);
      out.end();
      external.replace(answer, 0, schema, context.allocator());
    }
    return IpcBytes.ofBatch(row, context.allocator());
  }

  /** Has one more turn of the stream that the tokens in {@code batch} name. */
  void exchange(
      Request request,
      Service service,
      WireBatch batch,
      String requestId,
      BufferAllocator memory,
      Answer answer)
      throws IOException {
    String cursorToken = batch.metadata().text(Keys.STREAM_STATE);
    if (cursorToken == null) {
      throw new TokenException("The request has no state token ('" + Keys.STREAM_STATE + "')");
    }
    Cursor cursor = tokens.openCursor(service.protocol(), request.caller(), cursorToken);
    // of this request, and not of the one that opened the stream
    CallMeter meter =
        answer.measure(
            host.observers()
                .begin(
                    new CallMeter.Subject(
                        service.protocol(),
                        request.path().method(),
                        requestId,
                        request.trace().parent(),
                        request.caller(),
                        request.peer())));
    meter.stream(HexFormat.of().formatHex(cursor.id()), cursor.turn());
    WireSchema running = batch.metadata().has(Keys.CANCEL) ? parked.cancel(cursor) : null;
    if (running != null) {
      // the turn that runs has the stream, and ends it
      meter.cancelled();
      try (StreamWriter out = new StreamWriter(answer.body(), running, memory)) {
        out.end();
      }
      return;
    }
    OpenStream here = parked.take(cursor);
    if (here != null && !here.context().method().equals(request.path().method())) {
      parked.put(here, here.canLeave());
      throw new TokenException(OTHER_STREAM);
    }
    OpenStream open =
        here == null ? resume(request, service, cursor, batch.metadata(), requestId) : here;
    if (batch.metadata().has(Keys.CANCEL)) {
      meter.cancelled();
      try (open) {
        open.context().cancel(null);
        request.presence().enter(open.context());
        try {
          Turn.cancel(open.stream());
        } finally {
          request.presence().leave();
        }
        try (StreamWriter out =
            new StreamWriter(answer.body(), open.stream().outputSchema(), memory)) {
          out.end();
        }
      }
      return;
    }
    meter.input(batch);
    new StreamTurn(host, tokens, parked, external, open, Asked.by(request), null, meter)
        .run(batch.withMetadata(plain(batch.metadata())), request.presence(), answer);
  }

  private OpenStream resume(
      Request request, Service service, Cursor cursor, Metadata metadata, String requestId)
      throws IOException {
    byte[] place = cursor.place();
    String callToken = metadata.text(Keys.CALL_STATE);
    if (callToken == null) {
      throw new TokenException("The request has no call token ('" + Keys.CALL_STATE + "')");
    }
    CallState call = tokens.openCall(service.protocol(), request.caller(), callToken);
    if (!java.util.Arrays.equals(call.id(), cursor.id())
        || !call.method().equals(request.path().method())) {
      throw new TokenException(OTHER_STREAM);
    }
    if (place == null) {
      throw VgiException.unavailable(
          "The stream of '"
              + call.method()
              + "' holds state that cannot leave the process that opened it, which is gone or has"
              + " given it up; run the query again");
    }
    Metadata routed =
        Metadata.builder()
            .put(Keys.METHOD, call.method())
            .put(Keys.REQUEST_VERSION, Keys.FRAMING)
            .put(Keys.PROTOCOL, service.protocol())
            .put(Keys.PROTOCOL_VERSION, call.version())
            .build();
    routed = request.trace().addTo(routed);
    Target target = host.router().target(service, routed, call.method());
    if (!(target.method() instanceof Method.Streaming method)) {
      throw RpcFault.malformedRequest("Method '" + call.method() + "' opens no stream");
    }
    BufferAllocator memory = host.memory().call().allocator("stream");
    long limit = Math.min(call.responseLimit(), request.responseLimit());
    CallContext context = context(request, target, routed, requestId, memory, limit);
    try (WireBatch params = IpcBytes.readBatch(call.params(), memory);
        WireBatch header = IpcBytes.readBatch(call.header(), memory)) {
      if (params == null) {
        throw new TokenException("The call token holds no request");
      }
      ServerStream stream = method.handler().resume(context, params, header, place);
      return new OpenStream(call.id(), stream, context, memory, cursor.turn());
    } catch (Throwable failure) {
      Leaks.close(memory, call.method());
      if (failure instanceof VgiException known) {
        throw known;
      }
      WorkerLog.error("Method '" + call.method() + "' cannot go on", failure);
      throw VgiException.internal(
          "The stream of '" + call.method() + "' cannot go on: " + failure.getMessage(), failure);
    }
  }

  /** What the client says with its turn, without what carries it. */
  private static Metadata plain(Metadata metadata) {
    Metadata.Builder plain = Metadata.builder();
    for (int i = 0; i < metadata.size(); i++) {
      String key = metadata.key(i);
      if (!key.equals(Keys.STREAM_STATE) && !key.equals(Keys.CALL_STATE)) {
        plain.put(key, metadata.value(i));
      }
    }
    return plain.build();
  }

  private CallContext context(
      Request request,
      Target target,
      Metadata metadata,
      String requestId,
      BufferAllocator memory,
      long limit) {
    return new CallContext(
        target.service().protocol(),
        target.method().name(),
        target.revision(),
        metadata,
        requestId,
        request.caller(),
        memory,
        limit,
        seals.of(target.service().protocol(), request.caller()),
        request.peer());
  }

  private static String text(Metadata metadata, String key) {
    String value = metadata.text(key);
    return value == null ? "" : value;
  }

  private byte[] newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return id;
  }
}
