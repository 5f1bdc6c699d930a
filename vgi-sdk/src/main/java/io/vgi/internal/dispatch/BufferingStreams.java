package io.vgi.internal.dispatch;

import io.vgi.internal.bind.BoundCall;
import io.vgi.internal.stream.BufferParts;
import io.vgi.internal.stream.BufferSource;
import io.vgi.internal.stream.ScanCall;
import io.vgi.internal.stream.TableStream;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayDeque;
import java.util.List;

/** Opens the streams of buffering functions: those that start a sink, those that give results. */
final class BufferingStreams {
  private final BufferingCalls calls;

  BufferingStreams(BufferingCalls calls) {
    this.calls = calls;
  }

  ServerStream open(
      DialectCall call, BoundCall bound, WireRecord request, WireSchema output, byte[] execution) {
    ScanCall scan = ScanCalls.read(bound, request, output);
    ArrayDeque<TableStream.Part> parts = new ArrayDeque<>(1);
    String phase = request.text("phase");
    if ("TABLE_BUFFERING".equals(phase)) {
      if (request.bytes("execution_id") == null) {
        calls.start(call, execution, FunctionCalls.bindCall(call, request));
      }
    } else if ("TABLE_BUFFERING_FINALIZE".equals(phase)) {
      BufferParts<?, ?> results = calls.parts(bound, execution);
      BufferSource source = new BufferSource(scan, calls.store(), execution);
      parts.addAll(List.of(results.open(source, request.needBytes("finalize_state_id"))));
    } else {
      throw VgiException.invalidArgument(
          "Function '" + bound.entry().spec().name() + "' has no phase " + phase);
    }
    WireBatch header = InitAnswer.of(call, request, execution, InitAnswer.UNLIMITED);
    try {
      return new TableStream(scan, output, parts::poll, header);
    } catch (Throwable failure) {
      header.close();
      throw failure;
    }
  }
}
