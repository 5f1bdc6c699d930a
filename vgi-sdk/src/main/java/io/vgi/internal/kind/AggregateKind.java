package io.vgi.internal.kind;

import io.vgi.function.AggregateFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.RunningAggregate;
import io.vgi.function.WindowAggregate;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateCodec;
import org.apache.arrow.vector.FieldVector;

/** Functions that give one value per group of rows, by calls of their own rather than streams. */
public final class AggregateKind extends ValueKind {
  private final AggregateFunction<?, ?> function;

  AggregateKind(AggregateFunction<?, ?> function, FunctionSpec spec) {
    super(spec, AggregateFunction.class, 1);
    this.function = function;
  }

  /** The kind of {@code entry}, which must be an aggregate. */
  public static AggregateKind of(FunctionEntry entry) {
    if (FunctionKind.of(entry) instanceof AggregateKind aggregate) {
      return aggregate;
    }
    throw VgiException.invalidArgument("'" + entry.spec().name() + "' is not an aggregate");
  }

  @Override
  public AggregateFunction<?, ?> function() {
    return function;
  }

  @Override
  FunctionSpec.Kind declared() {
    return FunctionSpec.Kind.AGGREGATE;
  }

  /** The function, which must compute windows. */
  @SuppressWarnings("unchecked") // what is prepared only ever comes from the function itself
  public WindowAggregate<Object, Object, FieldVector> window() {
    if (function instanceof WindowAggregate<?, ?, ?> window) {
      return (WindowAggregate<Object, Object, FieldVector>) window;
    }
    throw VgiException.invalidArgument("'" + spec().name() + "' does not compute windows");
  }

  /** Whether the engine may have it run over sorted rows, in an execution apart. */
  public boolean isRunning() {
    return function instanceof RunningAggregate<?, ?>;
  }

  /** The function, which must run over sorted rows. */
  public RunningAggregate<?, ?> running() {
    if (function instanceof RunningAggregate<?, ?> running) {
      return running;
    }
    throw VgiException.invalidArgument("'" + spec().name() + "' does not run over sorted rows");
  }

  @Override
  public String title() {
    return "aggregate";
  }

  @Override
  public String objectType() {
    return "AGGREGATE_FUNCTION";
  }

  @Override
  String functionType() {
    return "AGGREGATE";
  }

  @Override
  int headingIndex() {
    return 1;
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
  public void describe(WireRecord info) {
    super.describe(info);
    // DuckDB drops the DISTINCT of a call unless the function says that it needs it
    if (!spec().traits().contains(Trait.DISTINCT_INDEPENDENT)) {
      info.set("distinct_dependent", "DISTINCT_DEPENDENT");
    }
    info.set("supports_window", function instanceof WindowAggregate)
        .set("streaming_partitioned", isRunning());
  }

  @Override
  public Binding bind(BindCall call) throws Exception {
    return call.binding(concrete(function.bind(call)));
  }

  @Override
  public ServerStream open(StreamOpening opening) {
    throw VgiException.invalidArgument(
        "'" + spec().name() + "' is an aggregate, which has no stream");
  }

  @Override
  public ServerStream resume(StreamOpening opening, byte[] place) {
    return open(opening);
  }
}
