package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.Router.Target;
import io.vgi.rpc.internal.ipc.BrokenStreamException;
import io.vgi.rpc.internal.ipc.SteadyChannels;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.memory.HeapMemory;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One request, from its batch to the end of its answer: the order of the checks, the method, turns,
 * logs and errors, whatever carries it. One thread at a time.
 */
public final class Call {
  private final ServerCore core;
  private final Carrier carrier;
  private final String requestId;
  private final ControlBatches control;
  private CallMeter meter = CallMeter.NONE;
  private boolean begun;

  /** Prepares for the request of that name. */
  public Call(ServerCore core, Carrier carrier, String requestId) {
    this.core = core;
    this.carrier = carrier;
    this.requestId = requestId;
    this.control = new ControlBatches(core.identity(), requestId);
  }

  /** How far a request came. */
  public sealed interface Outcome {}

  /** It has its whole answer. */
  public record Answered() implements Outcome {
    static final Answered INSTANCE = new Answered();
  }

  /** A stream is open and waits for its first turn; whoever has it closes it. */
  public record Opened(OpenStream stream) implements Outcome {}

  /** A stream was not opened, and the client has the error in place of its header. */
  public record NotOpened() implements Outcome {
    static final NotOpened INSTANCE = new NotOpened();
  }

  /**
   * It got to no method, and nothing is written.
   *
   * @param why what the client is told
   * @param asked the method in its newest revision, when that much is known
   */
  public record Refused(VgiException why, @Nullable Method asked) implements Outcome {
    /** The schema on which a connection tells it. */
    WireSchema schema() {
      return asked instanceof Method.Unary unary && unary.result() != null
          ? unary.result()
          : WireSchema.EMPTY;
    }
  }

  /** How a turn ended. */
  public enum TurnEnd {
    /** With a batch; the client may ask for more. */
    MORE,
    /** With the end of the stream. */
    END,
    /** With an error, which ends the stream as well. */
    ERROR
  }

  /** Whether a method was called, so that the request must not be repeated. */
  public boolean isBegun() {
    return begun;
  }

  /** The steps of a request in the order that the protocol fixes, and its call. */
  public Outcome begin(WireBatch request) throws IOException {
    Service service = null;
    String name = null;
    WireBatch params;
    Target target;
    try {
      name = carrier.method(Router.methodName(request.metadata()));
      params = carrier.resolve(request);
      Router.checkRows(params);
      if (Router.isReserved(name)) {
        if (!carrier.reserved(name, params)) {
          throw Router.unknownReserved(name);
        }
        return Answered.INSTANCE;
      }
      service = carrier.service(params.metadata());
      target = Router.target(service, params.metadata(), name);
      carrier.admit(target.method());
      Router.checkParameters(target.method(), params);
    } catch (VgiException refused) {
      return new Refused(
          refused, service == null || name == null ? null : service.newest().method(name));
    }
    ServerCallContext context =
        context(
            target,
            params.metadata(),
            carrier.caller().responseLimit(),
            carrier.memory(target.method()));
    carrier.begun(target.method(), measure(context));
    if (target.method() instanceof Method.Unary unary) {
      meter.input(params);
      unary(unary, context, params);
      return Answered.INSTANCE;
    }
    return open((Method.Streaming) target.method(), context, params);
  }

  /**
   * The context of a call of {@code target}.
   *
   * @param responseLimit the most bytes of one answer
   * @param memory where the call takes its memory
   */
  public ServerCallContext context(
      Target target, Metadata metadata, long responseLimit, BufferAllocator memory) {
    return new ServerCallContext(
        target.service().protocol(),
        target.method().name(),
        target.revision(),
        metadata,
        requestId,
        carrier.caller(),
        carrier.seal(target.service().protocol()),
        responseLimit,
        memory);
  }

  private CallMeter measure(ServerCallContext context) {
    String trace = core.observers().isEmpty() ? null : context.traceparent();
    return measure(context.protocol(), context.method(), trace);
  }

  /** Begins to measure a call or, of a stream that another request has opened, a turn. */
  public CallMeter measure(String protocol, String method, @Nullable String traceparent) {
    begun = true;
    meter = core.observers().begin(protocol, method, requestId, traceparent, carrier.caller());
    return meter;
  }

  private void unary(Method.Unary method, ServerCallContext context, WireBatch params)
      throws IOException {
    WireSchema schema = method.result() == null ? WireSchema.EMPTY : method.result();
    StreamWriter out = carrier.begin(schema, context.allocator());
    context.answeredBy(carrier, out);
    try (WireBatch result = answer(method, context, params)) {
      control.logs(out, context);
      if (result != null) {
        carrier.result(out, result, context.allocator());
        meter.output(result);
      } else {
        out.writeEmpty(Metadata.EMPTY, context.allocator());
      }
      out.end();
      carrier.complete(schema, context.allocator());
    } catch (Throwable failure) { // an error answer, whatever happened, keeps the connection
      StreamWriter error = carrier.again(schema, context.allocator());
      control.failure(error, context, context.told(failure), meter);
      error.end();
    }
    carrier.send();
  }

  private @Nullable WireBatch answer(
      Method.Unary method, ServerCallContext context, WireBatch params) throws Exception {
    Presence presence = carrier.presence();
    WireBatch result;
    charge(context);
    presence.enter(context);
    try {
      result = method.handler().call(context, params);
    } finally {
      presence.leave();
      if (context.isCutShort()) {
        meter.cancelled();
      }
    }
    try {
      context.checkWhole();
    } catch (VgiException cut) {
      if (result != null) {
        result.close();
      }
      throw cut;
    }
    if (result == null && method.result() != null) {
      throw new IllegalStateException("Method '" + method.name() + "' gave no result");
    }
    return result;
  }

  private Outcome open(Method.Streaming method, ServerCallContext context, WireBatch params)
      throws IOException {
    OpenStream open = null;
    try {
      open = new OpenStream(start(method, context, params), context);
      header(method, open);
      carrier.opened(open, params);
      return new Opened(open);
    } catch (Throwable failure) { // an error answer, whatever happened, keeps the connection
      try {
        StreamWriter refusal = carrier.refusal(context.allocator());
        control.failure(refusal, context, context.told(failure), meter);
        refusal.end();
        carrier.send();
      } finally {
        if (open != null) {
          close(open);
        }
      }
      return NotOpened.INSTANCE;
    }
  }

  private ServerStream start(Method.Streaming method, ServerCallContext context, WireBatch params)
      throws Exception {
    Presence presence = carrier.presence();
    charge(context);
    presence.enter(context);
    try {
      return method.handler().open(context, params);
    } finally {
      presence.leave();
    }
  }

  /** A stream keeps the metadata of its request, which may be large. */
  private static void charge(ServerCallContext context) {
    Metadata metadata = context.metadata();
    long bytes = 0;
    for (int i = 0; i < metadata.size(); i++) {
      bytes += 4 * HeapMemory.OBJECT + 2L * metadata.key(i).length() + metadata.value(i).length;
    }
    HeapMemory.of(context.allocator()).take(bytes);
  }

  private void header(Method.Streaming method, OpenStream open) throws IOException {
    WireSchema schema = method.header();
    if (schema == null) {
      return;
    }
    ServerCallContext context = open.context();
    WireBatch row = open.stream().header();
    if (row == null) {
      throw new IllegalStateException("Method '" + method.name() + "' gave no header");
    }
    StreamWriter out = carrier.beginHeader(schema, context.allocator());
    control.logs(out, context);
    out.write(row);
    out.end();
    carrier.endHeader(row, context.allocator());
  }

  /**
   * Has one turn of a stream.
   *
   * @param input what the client sent, a tick or rows; null when it has sent nothing yet, so that
   *     it is only told how to go on
   */
  public TurnEnd turn(OpenStream open, @Nullable WireBatch input) throws IOException {
    ServerCallContext context = open.context();
    try {
      StreamWriter out = carrier.turn(open);
      WireBatch answer = null;
      if (input != null) {
        carrier.check(input);
        meter.input(input);
        answer = open.answer(input, carrier.presence());
      }
      control.logs(out, context);
      boolean more = answer != null || input == null;
      carrier.deliver(out, open, answer, more);
      if (answer != null) {
        meter.output(answer);
      }
      return more ? TurnEnd.MORE : TurnEnd.END;
    } catch (Throwable failure) { // cutting the stream without an error would lose rows silently
      if (context.isWithdrawn()) { // the client waits for the end alone
        cancel(open);
        return TurnEnd.END;
      }
      fail(open, context.told(failure));
      return TurnEnd.ERROR;
    }
  }

  /** Ends a stream with an error. */
  public void fail(OpenStream open, Throwable failure) throws IOException {
    StreamWriter out = carrier.again(open.output(), open.context().allocator());
    control.failure(out, open.context(), failure, meter);
    out.end();
    carrier.send();
  }

  /** Ends a stream that the client does not want any more. */
  public void cancel(OpenStream open) throws IOException {
    withdraw(open);
    finish(open);
  }

  /** Ends a stream without an error. */
  public void finish(OpenStream open) throws IOException {
    carrier.turn(open).end();
    carrier.send();
  }

  /** Tells a stream that the client does not want it any more. */
  public void withdraw(OpenStream open) {
    meter.cancelled();
    open.context().cancel(null);
    Presence presence = carrier.presence();
    presence.enter(open.context());
    try {
      open.cancel();
    } finally {
      presence.leave();
    }
  }

  /** Ends a stream whose input cannot be read any more, and tells the client why. */
  void lose(OpenStream open, IOException lost) throws IOException {
    VgiException why = RpcFault.brokenInput(lost);
    if (lost instanceof BrokenStreamException) {
      meter.failed(why);
    } else {
      meter.cancelled();
    }
    control.refusal(carrier.turn(open), why, open.context().allocator());
    finish(open);
  }

  /** Releases what a stream holds. */
  public void close(OpenStream open) {
    Presence presence = carrier.presence();
    presence.enter(open.context());
    try {
      open.close();
    } finally {
      presence.leave();
    }
  }

  /** The client is gone, or the call was given up for it. */
  public void cancelled() {
    meter.cancelled();
  }

  /** The call failed outside of its method. */
  public void failed(Throwable failure) {
    meter.failed(failure);
  }

  /** Tells the client why its request got to no method. */
  public void refuse(StreamWriter out, Throwable why, BufferAllocator allocator)
      throws IOException {
    control.refusal(out, why, allocator);
    out.end();
    carrier.send();
  }

  /** The client has its answer. */
  public void end() {
    end(0, 0, 0, 0);
  }

  /** The client has its answer, over HTTP. Only the first time counts. */
  public void end(int httpStatus, long requestBytes, long responseBytes, long externalBytes) {
    // left over from the method, it would disturb listeners that write somewhere
    SteadyChannels.forgetInterrupt();
    CallMeter ending = meter;
    meter = CallMeter.NONE;
    ending.end(httpStatus, requestBytes, responseBytes, externalBytes);
  }
}
