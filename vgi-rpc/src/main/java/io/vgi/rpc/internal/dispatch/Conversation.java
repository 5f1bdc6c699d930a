package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Principal;
import io.vgi.rpc.Seal;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.Router.Target;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.SteadyChannels;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.shm.SharedMemory;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection, one after the other, until the client leaves. Every typed error
 * leaves the connection in step; only broken framing ends it.
 */
public final class Conversation {
  /** What may stand where a request is expected, left over from a call that failed. */
  private enum Stray {
    /** Nothing. */
    NONE,
    /** An input stream without batches, which some clients send after every failed opening. */
    EMPTY_STREAM,
    /** Any input stream, known by its first batch not naming a method. */
    INPUT_STREAM
  }

  private final Router router;
  private final Identity identity;
  private final Observers observers;
  private final Endpoint endpoint;
  private final String peer;
  private final Presence presence;
  private Stray stray = Stray.NONE;
  private CallMeter meter = CallMeter.NONE;
  private final CallPhase phase = new CallPhase();
  private volatile boolean stopping;
  private volatile boolean cutting;

  /**
   * Prepares a conversation.
   *
   * @param allocator the connection's own
   * @param peer the address of the client, empty when it has none
   * @param overdue run when the client is gone for a second and a method still runs; or null
   */
  public Conversation(
      Host host,
      ByteSource source,
      ByteSink sink,
      BufferAllocator allocator,
      String peer,
      @Nullable Runnable overdue) {
    this.presence = new Presence(new InputWatch(source), overdue);
    this.router = host.router();
    this.identity = host.identity();
    this.observers = host.observers();
    this.peer = peer;
    // a client without an address came by a pipe or a socket file, so it is of this machine and
    // user
    SharedMemory shared = new SharedMemory(peer.isEmpty(), allocator, host.limits());
    ErrorAnswers errors = new ErrorAnswers(identity, allocator);
    this.endpoint = new Endpoint(source, sink, allocator, host.limits(), shared, errors);
  }

  /** Serves until the input ends; throws when the framing is lost or the input fails. */
  public void run() throws IOException {
    SharedMemory shared = endpoint.shared();
    CallWatch.add(presence);
    try (shared) {
      boolean open = true;
      while (open && !stopping) {
        open = serveNext();
        phase.end();
      }
    } finally {
      CallWatch.remove(presence);
    }
  }

  /** Ends the conversation after the call that runs, if one does; from any thread. */
  public void stop() {
    stopping = true;
  }

  /**
   * Ends the stream that runs, if one does, with an error at its next turn, and cancels the method
   * that runs; from any thread.
   */
  public void cut() {
    stopping = true;
    cutting = true;
    presence.cancel(Turn.stopped());
  }

  /** Whether the client is known to have left, though a method still runs; and since when. */
  public Presence presence() {
    return presence;
  }

  /** What to send last to a client whose call cannot be waited for; from any thread. */
  public byte[] lastWord() throws IOException {
    return endpoint.errors().complete(Turn.stopped(), identity.newRequestId());
  }

  /**
   * Ends the output, unless a message is being sent: with true the caller may write to the channel.
   * From any thread.
   */
  public boolean takeOver() {
    return endpoint.sink().takeOver();
  }

  /** Whether a call runs, and whether one may begin. */
  public CallPhase phase() {
    return phase;
  }

  private boolean serveNext() throws IOException {
    WireBatch batch = null;
    VgiException fault = null;
    boolean endOfInput;
    try (StreamReader request = endpoint.open()) {
      if (request == null || !phase.begin()) {
        return false;
      }
      try {
        batch = request.next();
      } catch (VgiException unusable) {
        fault = unusable;
      }
      request.drain();
      endOfInput = request.endOfInput();
    } catch (IOException lost) {
      if (batch != null) {
        batch.close();
      }
      fail(WireSchema.EMPTY, Endpoint.broken(lost), identity.newRequestId());
      throw lost;
    }
    try (WireBatch params = batch) {
      serve(params, fault, endOfInput);
    } finally {
      endpoint.shared().done();
    }
    return true;
  }

  private void serve(@Nullable WireBatch params, @Nullable VgiException fault, boolean endOfInput)
      throws IOException {
    Stray left = stray;
    stray = Stray.NONE;
    if (fault != null) {
      fail(WireSchema.EMPTY, fault, identity.newRequestId());
    } else if (params == null) {
      if (left == Stray.NONE && !endOfInput) {
        fail(
            WireSchema.EMPTY,
            RpcFault.malformedRequest("A request must have one batch, this one has none"),
            identity.newRequestId());
      }
    } else if (left != Stray.INPUT_STREAM || params.metadata().has(Keys.METHOD)) {
      call(params);
    }
  }

  private void call(WireBatch request) throws IOException {
    Metadata metadata = request.metadata();
    String requestId = requestId(metadata);
    WireSchema errorSchema = WireSchema.EMPTY;
    Stray leftBehind = Stray.EMPTY_STREAM;
    Target target;
    WireBatch params = request;
    try {
      String name = Router.methodName(metadata);
      params = endpoint.shared().request(request);
      StreamCall.refusePointer(params);
      Router.checkRows(params);
      if (Router.isReserved(name)) {
        reserved(name);
        return;
      }
      io.vgi.rpc.Service service = router.service(metadata, name);
      if (service.newest().method(name) instanceof Method.Unary unary && unary.result() != null) {
        errorSchema = unary.result();
      } else if (service.newest().method(name) instanceof Method.Streaming) {
        leftBehind = Stray.INPUT_STREAM;
      }
      target = router.target(service, metadata, name);
      Router.checkParameters(target.method(), params);
    } catch (VgiException refused) {
      fail(errorSchema, refused, requestId);
      stray = leftBehind;
      return;
    }
    CallContext context =
        new CallContext(
            target.service().protocol(),
            target.method().name(),
            target.revision(),
            metadata,
            requestId,
            Principal.ANONYMOUS,
            endpoint.allocator(),
            Long.MAX_VALUE,
            Seal.NONE,
            peer);
    meter = observers.begin(context, peer);
    try {
      if (target.method() instanceof Method.Unary unary) {
        meter.input(params);
        unary(unary, context, params);
      } else if (target.method() instanceof Method.Streaming streaming) {
        meter.stream(identity.newRequestId() + identity.newRequestId(), 0);
        StreamCall call =
            new StreamCall(
                endpoint, streaming, context, meter, presence, () -> cutting, this::ended);
        if (!call.serve(params)) {
          stray = Stray.INPUT_STREAM;
        }
      }
    } catch (RuntimeException | Error failure) {
      meter.failed(failure);
      throw failure;
    } finally {
      ended();
    }
  }

  private String requestId(Metadata metadata) {
    String given = metadata.text(Keys.REQUEST_ID);
    return given == null || given.isEmpty() || given.length() > Identity.MOST_REQUEST_ID_CHARS
        ? identity.newRequestId()
        : given;
  }

  /** The call has its answer; what follows only keeps the connection in step. */
  private void ended() {
    // left over from the method, it would disturb listeners that write somewhere
    SteadyChannels.forgetInterrupt();
    CallMeter ending = meter;
    meter = CallMeter.NONE;
    ending.end();
  }

  private void reserved(String name) throws IOException {
    if (!name.equals(Router.TRANSPORT_OPTIONS)) {
      throw Router.unknownReserved(name);
    }
    Metadata options =
        Metadata.builder()
            .put(Keys.TRANSPORT_SHM, Boolean.toString(endpoint.shared().isOffered()))
            .put(Keys.REQUEST_VERSION, Keys.FRAMING)
            .put(Keys.SERVER_ID, identity.serverId())
            .build();
    try (StreamWriter out = endpoint.writer(WireSchema.EMPTY)) {
      out.writeEmpty(options, endpoint.allocator());
      Endpoint.finish(out);
    }
  }

  private void unary(Method.Unary method, CallContext context, WireBatch params)
      throws IOException {
    WireSchema schema = method.result() == null ? WireSchema.EMPTY : method.result();
    try (StreamWriter out = endpoint.writer(schema)) {
      WireBatch answer = null;
      Throwable failure = null;
      presence.enter(context);
      try {
        answer = method.handler().call(context, params);
        if (answer == null && method.result() != null) {
          failure = new IllegalStateException("Method '" + method.name() + "' gave no result");
        }
      } catch (Throwable thrown) { // an error answer, whatever happened, keeps the connection
        failure = thrown;
      } finally {
        presence.leave();
      }
      if (context.isCutShort()) {
        meter.cancelled();
        failure = context.reason();
      }
      try (WireBatch result = answer) {
        if (failure == null) {
          failure = writeResult(out, context, result);
        }
        if (failure != null) {
          endpoint.errors().writeFailure(out, context, failure, meter);
        }
        Endpoint.finish(out);
      }
    }
  }

  private @Nullable Throwable writeResult(
      StreamWriter out, CallContext context, @Nullable WireBatch result) {
    try {
      endpoint.errors().writeLogs(out, context);
      if (result != null) {
        out.write(result);
        meter.output(result);
      } else {
        out.writeEmpty(Metadata.EMPTY, endpoint.allocator());
      }
      return null;
    } catch (Throwable unwritable) { // nothing of the result was written, an error still can be
      return unwritable;
    }
  }

  private void fail(WireSchema schema, VgiException fault, String requestId) throws IOException {
    try (StreamWriter out = endpoint.writer(schema)) {
      endpoint.errors().writeError(out, fault, null, requestId);
      Endpoint.finish(out);
    }
  }
}
