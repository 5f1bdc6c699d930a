package io.vgi.internal.kind;

import io.vgi.function.CopyToFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.stream.CopySink;
import io.vgi.internal.stream.SplitReader;
import io.vgi.internal.stream.TableStream;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;

/**
 * Formats that COPY TO writes.
 *
 * @param <S> a part of the function
 */
public final class CopyToKind<S> extends CopyKind {
  private static final String SINK = "TABLE_BUFFERING";

  private final CopyToFunction<S> function;

  CopyToKind(CopyToFunction<S> function, FunctionSpec spec) {
    super(spec);
    this.function = function;
  }

  @Override
  SqlFunction function() {
    return function;
  }

  @Override
  FunctionSpec.Kind declared() {
    return FunctionSpec.Kind.COPY_TO;
  }

  @Override
  String direction() {
    return "TO";
  }

  @Override
  String functionType() {
    return SINK;
  }

  @Override
  public boolean needsState() {
    return true;
  }

  @Override
  StateCodec<?> stateCodec() {
    return function.stateCodec();
  }

  @Override
  public void checkRequest(BindRequest request) {
    super.checkRequest(request);
    if (request.input() == null) {
      throw VgiException.invalidArgument("'" + spec().name() + "' is bound without columns");
    }
  }

  @Override
  public Binding bind(BindCall call) throws Exception {
    lookUpSecrets(call);
    function.bind(call);
    return call.bindingTo();
  }

  /** What takes the rows of the execution of {@code scope}. */
  public CopySink<S> sink(StateStore store, byte[] scope) {
    return new CopySink<>(function, store, scope);
  }

  @Override
  public ServerStream open(StreamOpening opening) throws Exception {
    if (!SINK.equals(opening.phase())) {
      throw noPhase(opening.phase());
    } else if (!opening.isSecondary()) {
      opening.share();
    }
    ScanCall scan = opening.scan();
    return opening.open(
        InitHeader.UNLIMITED, header -> new TableStream(scan, SplitReader.none(), header));
  }

  @Override
  public ServerStream resume(StreamOpening opening, byte[] place) throws Exception {
    return RowKind.resume((TableStream) open(opening), place);
  }
}
