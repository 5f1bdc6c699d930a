package io.vgi.internal.dispatch;

import io.vgi.function.FinishingFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.stream.InOutStream;
import io.vgi.internal.stream.SubstreamState;
import io.vgi.internal.stream.TableStream;
import io.vgi.internal.stream.TokenParts;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens the streams of functions from rows to rows. */
final class RowStreams {
  private final StateStore store;

  RowStreams(StateStore store) {
    this.store = store;
  }

  ServerStream open(
      DialectCall call,
      BoundCall bound,
      WireRecord request,
      WireSchema output,
      TableInOutFunction function,
      Execution execution)
      throws Exception {
    String phase = request.text("phase");
    ScanCall scan = ScanCalls.read(bound, request, output);
    SubstreamState<?> state = state(scan, request, function, execution);
    boolean input = "INPUT".equals(phase);
    if (!input && !("FINALIZE".equals(phase) && state != null)) {
      throw VgiException.invalidArgument(
          "Function '" + bound.entry().spec().name() + "' has no phase " + phase);
    }
    return InitAnswer.open(
        call,
        request,
        execution,
        InitAnswer.UNLIMITED,
        header ->
            input
                ? new InOutStream(scan, function, state, StreamCalls.input(bound), output, header)
                : new TableStream(scan, output, finishing(state), header));
  }

  private static TokenParts finishing(@Nullable SubstreamState<?> state) {
    List<byte[]> tokens = state == null ? List.of() : List.of(TokenParts.WHOLE);
    return new TokenParts(tokens, (token, at) -> Objects.requireNonNull(state).at(at));
  }

  private @Nullable SubstreamState<?> state(
      ScanCall scan, WireRecord request, TableInOutFunction function, Execution execution) {
    return function instanceof FinishingFunction<?> finishing
        ? state(scan, request, finishing, execution)
        : null;
  }

  private <S> SubstreamState<S> state(
      ScanCall scan, WireRecord request, FinishingFunction<S> function, Execution execution) {
    byte[] id = request.bytes("substream_id");
    // a function of one stream has no substreams: the execution is the only one
    byte[] substream = id == null ? execution.scope() : Execution.scope(scan.bound().context(), id);
    return new SubstreamState<>(function, store, substream, scan);
  }
}
