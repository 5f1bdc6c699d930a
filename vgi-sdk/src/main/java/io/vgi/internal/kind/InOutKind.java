package io.vgi.internal.kind;

import io.vgi.function.FinishingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.InOutFunction;
import io.vgi.function.SqlFunction;
import io.vgi.function.TableInOutFunction;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.state.Execution;
import io.vgi.internal.stream.InOutStream;
import io.vgi.internal.stream.SplitReader;
import io.vgi.internal.stream.SubstreamState;
import io.vgi.internal.stream.TableStream;
import io.vgi.internal.wire.Feature;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions from rows to rows, batch by batch. */
final class InOutKind extends RowKind {
  private static final String INPUT = "INPUT";
  private static final String FINALIZE = "FINALIZE";

  private final InOutFunction function;

  InOutKind(InOutFunction function, FunctionSpec spec) {
    super(spec);
    this.function = function;
  }

  @Override
  SqlFunction function() {
    return function;
  }

  @Override
  FunctionSpec.Kind declared() {
    return FunctionSpec.Kind.TABLE_IN_OUT;
  }

  @Override
  int headingIndex() {
    return 3;
  }

  @Override
  public boolean needsState() {
    return finishes();
  }

  @Override
  boolean takesRows() {
    return true;
  }

  @Override
  boolean finishes() {
    return function instanceof FinishingFunction<?>;
  }

  @Override
  void checkParameters(SpecFaults faults) {
    if (spec().takesTable() && spec().inputRows() < Integer.MAX_VALUE) {
      faults.add("asks for few rows in a batch, which a function with a table parameter cannot");
    }
    for (Param param : spec().params()) {
      if (param.column() != null && spec().takesTable()) {
        faults.add("takes the column '" + param.name() + "'; declare it as an argument");
      }
    }
  }

  @Override
  @Nullable StateCodec<?> stateCodec() {
    return function instanceof FinishingFunction<?> finishing ? finishing.stateCodec() : null;
  }

  @Override
  public void describe(WireRecord info) {
    super.describe(info);
    boolean few = spec().inputRows() < Integer.MAX_VALUE;
    info.set("input_from_args", !spec().takesTable())
        .set("input_rows_per_call", few ? (long) spec().inputRows() : null);
  }

  @Override
  public Binding bind(BindCall call) throws Exception {
    return call.binding(function.bind(call));
  }

  @Override
  public String doing(@Nullable String phase) {
    return FINALIZE.equals(phase) ? "to finish" : "";
  }

  @Override
  public ServerStream open(StreamOpening opening) throws Exception {
    if (!INPUT.equals(opening.phase())) {
      return finish(opening);
    }
    InOutStream stream = apply(opening);
    try {
      return stream.begin();
    } catch (Throwable failure) {
      stream.close();
      throw failure;
    }
  }

  @Override
  public ServerStream resume(StreamOpening opening, byte[] place) throws Exception {
    if (!INPUT.equals(opening.phase())) {
      return resume(finish(opening), place);
    }
    InOutStream stream = apply(opening);
    try {
      return stream.resume(place);
    } catch (Throwable failure) {
      stream.close();
      throw failure;
    }
  }

  private InOutStream apply(StreamOpening opening) throws Exception {
    ScanCall scan = opening.scan();
    InOutStream.Step step =
        function instanceof FinishingFunction<?> finishing
            ? state(finishing, opening, scan)
            : InOutStream.Step.of((TableInOutFunction) function, scan);
    boolean continues = opening.rpc().dialect().has(Feature.CONTINUED_OUTPUT);
    return opening.open(
        InitHeader.UNLIMITED, header -> new InOutStream(scan, step, continues, header));
  }

  private TableStream finish(StreamOpening opening) throws Exception {
    if (!FINALIZE.equals(opening.phase())
        || !(function instanceof FinishingFunction<?> finishing)) {
      throw noPhase(opening.phase());
    }
    ScanCall scan = opening.scan();
    SubstreamState<?> state = state(finishing, opening, scan);
    SplitReader parts = new SplitReader(List.of(WHOLE), (token, at) -> state.at(at));
    return opening.open(InitHeader.UNLIMITED, header -> new TableStream(scan, parts, header));
  }

  private static <S> SubstreamState<S> state(
      FinishingFunction<S> function, StreamOpening opening, ScanCall scan) {
    byte[] id = opening.request().bytes("substream_id");
    // a function of one stream has no substreams: the execution is the only one
    byte[] substream =
        id == null ? opening.execution().scope() : Execution.scope(scan.context(), id);
    return new SubstreamState<>(function, opening.services().store(), substream, scan);
  }
}
