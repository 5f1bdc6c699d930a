package io.vgi.internal.dispatch;

import io.vgi.internal.call.Binding;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.kind.InitHeader;
import io.vgi.internal.kind.StreamOpening;
import io.vgi.internal.state.Execution;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.internal.codec.WireRecord;

/** The one method that opens streams. */
final class StreamCalls {
  static final String INIT = "init";

  private final Bindings bindings;
  private final StreamOpening.Services services;

  StreamCalls(Bindings bindings, StreamOpening.Services services) {
    this.bindings = bindings;
    this.services = services;
  }

  /** Opens a stream, which keeps open what the call holds. */
  ServerStream open(DialectCall call, WireRecord request) throws Exception {
    try {
      return held(call, opened(call, request));
    } catch (Throwable failure) {
      call.holds().close();
      throw failure;
    }
  }

  private ServerStream opened(DialectCall call, WireRecord request) throws Exception {
    StreamOpening opening = opening(call, request);
    FunctionKind kind = FunctionKind.of(opening.binding().entry());
    ServerStream stream = kind.open(opening);
    // from now on failures name the batch
    call.context().runs(name(opening), kind.doing(request.text("phase")));
    return stream;
  }

  /** Goes on with a stream that was opened by {@code request} and answered with {@code header}. */
  ServerStream resume(DialectCall call, WireRecord request, WireRecord header, byte[] place)
      throws Exception {
    try {
      return held(call, resumed(call, request, header, place));
    } catch (Throwable failure) {
      call.holds().close();
      throw failure;
    }
  }

  private ServerStream resumed(
      DialectCall call, WireRecord request, WireRecord header, byte[] place) throws Exception {
    request.set(InitHeader.EXECUTION, header.needBytes(InitHeader.EXECUTION));
    StreamOpening opening = opening(call, request);
    FunctionKind kind = FunctionKind.of(opening.binding().entry());
    ServerStream stream = kind.resume(opening, place);
    // another process may have given earlier batches
    call.context().resumes(name(opening), kind.doing(request.text("phase")));
    return stream;
  }

  private static ServerStream held(DialectCall call, ServerStream stream) {
    return call.holds().isEmpty() ? stream : HeldStream.of(stream, call.holds());
  }

  private static String name(StreamOpening opening) {
    return opening.binding().spec().name();
  }

  private StreamOpening opening(DialectCall call, WireRecord request) throws Exception {
    byte[] given = request.bytes(InitHeader.EXECUTION);
    Execution execution =
        given == null ? Execution.begin(call.context()) : Execution.of(call.context(), given);
    Binding binding =
        given == null
            ? bindings.of(call, request, execution.scope())
            : bindings.ofBegun(call, request, execution.scope());
    return new StreamOpening(call, request, binding, execution, services);
  }
}
