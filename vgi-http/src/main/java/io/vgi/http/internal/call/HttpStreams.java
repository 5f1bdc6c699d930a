package io.vgi.http.internal.call;

import io.vgi.http.internal.stream.HttpStream;
import io.vgi.http.internal.stream.ParkedStreams;
import io.vgi.http.internal.stream.StreamTokens;
import io.vgi.http.internal.stream.StreamTokens.CallState;
import io.vgi.http.internal.stream.StreamTokens.Cursor;
import io.vgi.http.internal.stream.StreamTokens.TokenException;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.dispatch.Call;
import io.vgi.rpc.internal.dispatch.LeakLog;
import io.vgi.rpc.internal.dispatch.OpenStream;
import io.vgi.rpc.internal.dispatch.Router;
import io.vgi.rpc.internal.dispatch.Router.Target;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import io.vgi.rpc.internal.dispatch.ServerCore;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The turns of streams, each a request of its own that may reach any replica. Any thread. */
public final class HttpStreams {
  private static final int ID_BYTES = 16;

  /** Between the tokens for clients that know one alone; no base64 has it. */
  private static final char BOTH = '.';

  private static final String OTHER_STREAM = "The state tokens belong to different streams";

  private final ServerCore core;
  private final StreamTokens tokens;
  private final ParkedStreams parked;
  private final SecureRandom random = new SecureRandom();

  public HttpStreams(ServerCore core, StreamTokens tokens, ParkedStreams parked) {
    this.core = core;
    this.tokens = tokens;
    this.parked = parked;
  }

  /** The name of a stream that is opened. */
  byte[] newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return id;
  }

  /** What brings {@code stream} back in another process, which never changes. */
  String callToken(HttpStream stream, WireBatch params, byte[] header) throws IOException {
    ServerCallContext context = stream.open().context();
    WireBatch plain = params.withMetadata(Metadata.EMPTY);
    tokens.check(IpcBytes.sizeOf(plain, context.allocator()) + header.length);
    String version = context.metadata().text(MetadataKeys.PROTOCOL_VERSION);
    CallState state =
        new CallState(
            stream.id(),
            context.method(),
            version == null ? "" : version,
            context.responseLimit(),
            IpcBytes.ofBatch(plain, context.allocator()),
            header);
    return tokens.seal(context.protocol(), context.principal(), state);
  }

  /**
   * Adds to {@code metadata} what the client goes on with.
   *
   * @param call the token of the call, when the client does not have it yet
   */
  Metadata tokens(HttpStream stream, @Nullable String call, Metadata.Builder metadata)
      throws Exception {
    String carried = stream.carried();
    String cursor = cursor(stream);
    metadata.put(MetadataKeys.STREAM_STATE, carried == null ? cursor : cursor + BOTH + carried);
    if (call != null && carried == null) {
      metadata.put(MetadataKeys.CALL_STATE, call);
    }
    return metadata.build();
  }

  /** Where {@code stream} stands behind the turn that ends. */
  private String cursor(HttpStream stream) throws Exception {
    ServerCallContext context = stream.open().context();
    byte[] place = stream.open().stream().checkpoint();
    stream.canLeave(place != null);
    Cursor cursor = new Cursor(stream.id(), stream.nextTurn(), place);
    return tokens.seal(context.protocol(), context.principal(), cursor);
  }

  /** Has a turn of {@code stream}; keeps the stream for the next one, or closes it. */
  void turn(HttpCall request, HttpStream stream, @Nullable WireBatch input) throws IOException {
    Call call = request.call();
    Call.TurnEnd end = Call.TurnEnd.ERROR;
    try {
      parked.begin(stream);
      stream.enter(request.account());
      request.goOn(stream);
      end = call.turn(stream.open(), input);
    } finally {
      request.closeWriter();
      if (end == Call.TurnEnd.MORE && !request.presence().isGone()) {
        stream.delivered();
        parked.put(stream, stream.canLeave());
      } else {
        parked.end(stream);
        if (end == Call.TurnEnd.ERROR && stream.isGivenUp()) {
          call.withdraw(stream.open());
        }
        stream.close();
      }
    }
  }

  /** Has one more turn of the stream that the tokens in {@code batch} name. */
  void exchange(HttpCall request, WireBatch batch) throws IOException {
    Metadata metadata = batch.metadata();
    Service service = request.service(metadata);
    String method = request.route().method();
    if (request.route().service() == null && !service.hasMethod(method)) {
      throw Router.noMethod(service, method);
    }
    String state = metadata.text(MetadataKeys.STREAM_STATE);
    if (state == null) {
      throw new TokenException(
          "The request has no state token ('" + MetadataKeys.STREAM_STATE + "')");
    }
    int both = state.indexOf(BOTH);
    String carried = both < 0 ? null : state.substring(both + 1);
    Cursor cursor =
        tokens.openCursor(
            service.protocol(),
            request.caller().principal(),
            both < 0 ? state : state.substring(0, both));
    // of this request, and not of the one that opened the stream
    Call call = request.call();
    call.measure(service.protocol(), method, request.trace().parent()).stream(
        cursor.id(), cursor.turn());
    boolean cancels = metadata.has(MetadataKeys.CANCEL);
    OpenStream running = cancels ? parked.cancel(cursor) : null;
    if (running != null) {
      // the turn that runs has the stream, and ends it
      request.answerCancelled(running.output());
      return;
    }
    WireBatch input = batch.withMetadata(plain(metadata));
    HttpStream here = parked.take(cursor);
    if (here != null && !here.open().context().method().equals(method)) {
      parked.put(here, here.canLeave());
      throw new TokenException(OTHER_STREAM);
    }
    String callToken = carried == null ? metadata.text(MetadataKeys.CALL_STATE) : carried;
    HttpStream stream = here == null ? resume(request, service, cursor, callToken) : here;
    if (carried != null) {
      stream.carry(carried);
      request.hidesLateErrors();
    }
    if (!cancels) {
      turn(request, stream, input);
      return;
    }
    try {
      call.cancel(stream.open());
    } finally {
      request.closeWriter();
      parked.end(stream);
      stream.close();
    }
  }

  private HttpStream resume(
      HttpCall request, Service service, Cursor cursor, @Nullable String callToken)
      throws IOException {
    if (callToken == null) {
      throw new TokenException("The request has no call token ('" + MetadataKeys.CALL_STATE + "')");
    }
    CallState state = tokens.openCall(service.protocol(), request.caller().principal(), callToken);
    if (!Arrays.equals(state.id(), cursor.id())
        || !state.method().equals(request.route().method())) {
      throw new TokenException(OTHER_STREAM);
    }
    byte[] place = cursor.place();
    if (place == null) {
      throw VgiException.unavailable(
          "The stream of '"
              + state.method()
              + "' holds state that cannot leave the process that opened it, which is gone or has"
              + " given it up; run the query again");
    }
    Metadata opening =
        Metadata.builder()
            .put(MetadataKeys.METHOD, state.method())
            .put(MetadataKeys.REQUEST_VERSION, MetadataKeys.FRAMING)
            .put(MetadataKeys.PROTOCOL, service.protocol())
            .put(MetadataKeys.PROTOCOL_VERSION, state.version())
            .build();
    Target target = Router.target(service, opening, state.method());
    if (!(target.method() instanceof Method.Streaming method)) {
      throw RpcFault.malformedRequest("Method '" + state.method() + "' opens no stream");
    }
    BufferAllocator memory = core.memory().call().allocator("stream");
    CallMemory.join(memory, request.account());
    ServerCallContext context =
        request
            .call()
            .context(
                target,
                request.trace().addTo(opening),
                Math.min(state.responseLimit(), request.caller().responseLimit()),
                memory);
    try (WireBatch params = IpcBytes.readBatch(state.params(), memory);
        WireBatch header = IpcBytes.readBatch(state.header(), memory)) {
      if (params == null) {
        throw new TokenException("The call token holds no request");
      }
      OpenStream open =
          new OpenStream(method.handler().resume(context, params, header, place), context);
      return new HttpStream(state.id(), open, memory, cursor.turn());
    } catch (Throwable failure) {
      LeakLog.close(memory, state.method());
      if (failure instanceof VgiException known) {
        throw known;
      }
      WorkerLog.error("Method '" + state.method() + "' cannot go on", failure);
      throw VgiException.internal(
          "The stream of '" + state.method() + "' cannot go on: " + failure.getMessage(), failure);
    }
  }

  /** What the client says with its turn, without what carries it. */
  private static Metadata plain(Metadata metadata) {
    Metadata.Builder plain = Metadata.builder();
    for (int i = 0; i < metadata.size(); i++) {
      String key = metadata.key(i);
      if (!key.equals(MetadataKeys.STREAM_STATE) && !key.equals(MetadataKeys.CALL_STATE)) {
        plain.put(key, metadata.value(i));
      }
    }
    return plain.build();
  }
}
