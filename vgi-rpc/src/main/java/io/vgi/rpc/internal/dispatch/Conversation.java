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
import io.vgi.rpc.internal.ipc.BrokenStreamException;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.SteadyChannels;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.shm.SharedMemory;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Whether the connection can be closed without anybody missing an answer. */
  private enum Phase {
    /** No call has come yet. */
    UNUSED,
    /** No call runs any more. */
    IDLE,
    /** A call runs. */
    BUSY,
    /** No call will run any more. */
    CLOSED
  }

  private final Router router;
  private final Identity identity;
  private final Observers observers;
  private final IpcLimits limits;
  private final ByteSource source;
  private final ByteSink sink;
  private final BufferAllocator allocator;
  private final String peer;
  private final ErrorAnswers errors;
  private final SharedMemory shared;
  private Stray stray = Stray.NONE;
  private CallMeter meter = CallMeter.NONE;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.UNUSED);
  private volatile boolean stopping;
  private volatile boolean cutting;

  /**
   * Prepares a conversation.
   *
   * @param allocator the connection's own
   * @param peer the address of the client, empty when it has none
   */
  public Conversation(
      Host host, ByteSource source, ByteSink sink, BufferAllocator allocator, String peer) {
    this.router = host.router();
    this.identity = host.identity();
    this.observers = host.observers();
    this.limits = host.limits();
    this.source = source;
    this.sink = sink;
    this.allocator = allocator;
    this.peer = peer;
    this.errors = new ErrorAnswers(identity, allocator);
    // a client without an address came by a pipe or a socket file, so it is of this machine and
    // user
    this.shared = new SharedMemory(peer.isEmpty(), allocator, limits);
  }

  /** Serves until the input ends; throws when the framing is lost or the input fails. */
  public void run() throws IOException {
    try (shared) {
      boolean open = true;
      while (open && !stopping) {
        open = serveNext();
        phase.compareAndSet(Phase.BUSY, Phase.IDLE);
      }
    }
  }

  /** Ends the conversation after the call that runs, if one does; from any thread. */
  public void stop() {
    stopping = true;
  }

  /** Ends the stream that runs, if one does, with an error at its next turn; from any thread. */
  public void cut() {
    stopping = true;
    cutting = true;
  }

  /** What to send last to a client whose call cannot be waited for; from any thread. */
  public byte[] lastWord() throws IOException {
    return errors.complete(stopped(), identity.newRequestId());
  }

  /**
   * Ends the output, unless a message is being sent: with true the caller may write to the channel.
   * From any thread.
   */
  public boolean takeOver() {
    return sink.takeOver();
  }

  private static VgiException stopped() {
    return VgiException.unavailable("The worker is being stopped; run the query again");
  }

  /** Whether a call runs; from any thread. */
  public boolean isBusy() {
    return phase.get() == Phase.BUSY;
  }

  /** Whether no call has come yet; from any thread. */
  public boolean isUnused() {
    return phase.get() == Phase.UNUSED;
  }

  /**
   * Sees to it that no call begins any more, so that the connection can be closed without anybody
   * missing an answer; false when a call runs. From any thread.
   */
  public boolean retire() {
    return leavePhase(Phase.CLOSED) || phase.get() == Phase.CLOSED;
  }

  /** Goes from between two calls to {@code next}; false when a call runs or none may. */
  private boolean leavePhase(Phase next) {
    return phase.compareAndSet(Phase.IDLE, next) || phase.compareAndSet(Phase.UNUSED, next);
  }

  private boolean serveNext() throws IOException {
    WireBatch batch = null;
    VgiException fault = null;
    boolean endOfInput;
    try (StreamReader request = StreamReader.open(source, allocator, limits)) {
      if (request == null || !leavePhase(Phase.BUSY)) {
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
      fail(WireSchema.EMPTY, broken(lost), identity.newRequestId());
      throw lost;
    }
    try (WireBatch params = batch) {
      serve(params, fault, endOfInput);
    } finally {
      shared.done();
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
      params = shared.request(request);
      refusePointer(params);
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
            allocator);
    meter = observers.begin(context, peer);
    try {
      if (target.method() instanceof Method.Unary unary) {
        meter.input(params);
        unary(unary, context, params);
      } else if (target.method() instanceof Method.Streaming streaming) {
        meter.stream(identity.newRequestId() + identity.newRequestId(), 0);
        stream(streaming, context, params);
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
            .put(Keys.TRANSPORT_SHM, Boolean.toString(shared.isOffered()))
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
        if (failure == null) {
          failure = writeResult(out, context, result);
        }
        if (failure != null) {
          errors.writeFailure(out, context, failure, meter);
        }
        finish(out);
      }
    }
  }

  private @Nullable Throwable writeResult(
      StreamWriter out, CallContext context, @Nullable WireBatch result) {
    try {
      errors.writeLogs(out, context);
      if (result != null) {
        out.write(result);
        meter.output(result);
      } else {
        out.writeEmpty(Metadata.EMPTY, allocator);
      }
      return null;
    } catch (Throwable unwritable) { // nothing of the result was written, an error still can be
      return unwritable;
    }
  }

  private void stream(Method.Streaming method, CallContext context, WireBatch params)
      throws IOException {
    ServerStream stream = null;
    StreamWriter out = null;
    try {
      try {
        stream = method.handler().open(context, params);
        writeHeader(method, context, stream);
        // begun before the first turn, so that whatever fails then fails inside a known stream
        out = new StreamWriter(sink, stream.outputSchema(), allocator);
        out.start();
      } catch (Throwable thrown) { // an error answer, whatever happened, keeps the connection
        try (StreamWriter refusal = new StreamWriter(sink, WireSchema.EMPTY, allocator)) {
          errors.writeFailure(refusal, context, thrown, meter);
          finish(refusal);
        }
        stray = Stray.INPUT_STREAM;
        return;
      }
      turns(stream, context, out);
    } finally {
      if (out != null) {
        out.close();
      }
      if (stream != null) {
        Turn.close(stream);
      }
    }
  }

  /** Writes the whole header stream or, when that fails, nothing of it. */
  private void writeHeader(Method.Streaming method, CallContext context, ServerStream stream)
      throws IOException {
    if (method.header() == null) {
      return;
    }
    WireBatch header = stream.header();
    if (header == null) {
      throw new IllegalStateException("Method '" + method.name() + "' gave no header");
    }
    ByteSink.Bytes whole = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(whole, method.header(), allocator)) {
      errors.writeLogs(out, context);
      out.write(header);
      out.end();
    }
    sink.put(whole);
    sink.flush();
  }

  private void turns(ServerStream stream, CallContext context, StreamWriter out)
      throws IOException {
    StreamReader opened;
    try {
      opened = StreamReader.open(source, allocator, limits);
    } catch (IOException lost) {
      throw lost(out, context, lost);
    } catch (Throwable unusable) { // cutting the stream without an error would lose rows silently
      errors.writeFailure(out, context, unusable, meter);
      finish(out);
      throw unusable;
    }
    if (opened == null) {
      meter.cancelled();
      return;
    }
    try (StreamReader input = opened) {
      boolean more = true;
      while (more) {
        more = turn(stream, context, input, out);
      }
      finish(out);
      ended();
      // the client may have sent one tick too many before it read our end
      input.drain();
    }
  }

  private boolean turn(
      ServerStream stream, CallContext context, StreamReader input, StreamWriter out)
      throws IOException {
    WireBatch next;
    try {
      next = shared.input(input.next());
    } catch (IOException lost) {
      throw lost(out, context, lost);
    } catch (Throwable unusable) { // cutting the stream without an error would lose rows silently
      errors.writeFailure(out, context, unusable, meter);
      return false;
    }
    try (WireBatch batch = next) {
      if (batch == null) {
        if (input.endOfInput()) { // not the end of the stream but of the client
          meter.cancelled();
        }
        return false;
      } else if (batch.metadata().has(Keys.CANCEL)) {
        meter.cancelled();
        Turn.cancel(stream);
        return false;
      }
      return respond(stream, context, batch, out);
    }
  }

  private boolean respond(
      ServerStream stream, CallContext context, WireBatch batch, StreamWriter out)
      throws IOException {
    try {
      if (cutting) {
        throw stopped();
      }
      meter.input(batch);
      refusePointer(batch);
      WireBatch answer = Turn.answer(stream, batch);
      errors.writeLogs(out, context);
      if (answer == null) {
        return false;
      }
      shared.write(out, answer);
      out.flush();
      meter.output(answer);
      return true;
    } catch (Throwable failure) { // cutting the stream without an error would lose rows silently
      errors.writeFailure(out, context, failure, meter);
      return false;
    }
  }

  /** What is stored outside is only fetched over HTTP; its pointer would pass for no rows. */
  private static void refusePointer(WireBatch batch) {
    if (batch.rows() == 0 && batch.metadata().has(Keys.LOCATION)) {
      throw VgiException.invalidArgument(
          "A batch points to an external location, which only works over HTTP; send it inline");
    }
  }

  /** Tells the client why the connection ends. */
  private IOException lost(StreamWriter out, CallContext context, IOException lost)
      throws IOException {
    if (lost instanceof BrokenStreamException) {
      meter.failed(broken(lost));
    } else {
      meter.cancelled();
    }
    errors.writeError(out, broken(lost), null, context.requestId());
    finish(out);
    return lost;
  }

  private static RpcFault broken(IOException lost) {
    return RpcFault.malformedRequest("The input cannot be read any more: " + lost.getMessage());
  }

  private void fail(WireSchema schema, VgiException fault, String requestId) throws IOException {
    try (StreamWriter out = new StreamWriter(sink, schema, allocator)) {
      errors.writeError(out, fault, null, requestId);
      finish(out);
    }
  }

  private static void finish(StreamWriter out) throws IOException {
    out.end();
    out.flush();
  }
}
