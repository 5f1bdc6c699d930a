package io.vgi.internal.dispatch;

import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.stream.BufferParts;
import io.vgi.internal.stream.BufferSource;
import io.vgi.internal.stream.TableStream;
import io.vgi.internal.stream.TokenParts;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.List;

/** Opens the streams of buffering functions: those that start a sink, those that give results. */
final class BufferingStreams {
  private final BufferingCalls calls;

  BufferingStreams(BufferingCalls calls) {
    this.calls = calls;
  }

  ServerStream open(
      DialectCall call, BoundCall bound, WireRecord request, WireSchema output, Execution execution)
      throws Exception {
    ScanCall scan = ScanCalls.read(bound, request, output);
    TokenParts parts = TokenParts.none();
    String phase = request.text("phase");
    if ("TABLE_BUFFERING".equals(phase)) {
      if (request.bytes("execution_id") == null) {
        calls.start(call, execution.scope(), FunctionCalls.bindCall(call, request));
      }
    } else if ("TABLE_BUFFERING_FINALIZE".equals(phase)) {
      BufferParts<?, ?> results = calls.parts(bound, execution.scope());
      BufferSource source = new BufferSource(scan, calls.store(), execution.scope());
      byte[] id = request.needBytes("finalize_state_id");
      parts =
          new TokenParts(
              List.of(BufferingCalls.cursor(call, bound, execution, id)),
              (token, at) -> results.open(source, at == null ? token : at));
    } else {
      throw VgiException.invalidArgument(
          "Function '" + bound.entry().spec().name() + "' has no phase " + phase);
    }
    TokenParts given = parts;
    return InitAnswer.open(
        call,
        request,
        execution,
        InitAnswer.UNLIMITED,
        header -> new TableStream(scan, output, given, header));
  }
}
