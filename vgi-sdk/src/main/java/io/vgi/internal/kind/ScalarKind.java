package io.vgi.internal.kind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.Monotonicity;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SqlFunction;
import io.vgi.internal.call.BindCall;
import io.vgi.internal.call.Binding;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.internal.stream.ScalarStream;
import io.vgi.internal.value.VectorClass;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that give one value per row. */
final class ScalarKind extends ValueKind {
  private final ScalarFunction<?> function;

  ScalarKind(ScalarFunction<?> function, FunctionSpec spec) {
    super(spec, ScalarFunction.class, 0);
    this.function = function;
  }

  @Override
  SqlFunction function() {
    return function;
  }

  @Override
  FunctionSpec.Kind declared() {
    return FunctionSpec.Kind.SCALAR;
  }

  @Override
  public String title() {
    return "scalar";
  }

  @Override
  public String objectType() {
    return "SCALAR_FUNCTION";
  }

  @Override
  String functionType() {
    return "SCALAR";
  }

  @Override
  int headingIndex() {
    return 0;
  }

  @Override
  public boolean needsState() {
    return false;
  }

  @Override
  public void describe(WireRecord info) {
    super.describe(info);
    info.set("stability", spec().stability().name()).set("argument_monotonicity", monotonicity());
  }

  private @Nullable List<String> monotonicity() {
    if (spec().monotonicity().isEmpty()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (Monotonicity one : spec().monotonicity()) {
      names.add(one.name());
    }
    return names;
  }

  @Override
  public Binding bind(BindCall call) throws Exception {
    SqlType result = concrete(function.bind(call));
    SqlType declared = spec().result();
    if (declared == null || declared.isAny()) {
      Class<?> vector = TypeArguments.find(function.getClass(), ScalarFunction.class, 0);
      Class<?> holder = vector == null ? null : VectorClass.other(result, vector);
      if (vector != null && holder != null) {
        throw new IllegalStateException(
            "Function '"
                + spec().name()
                + "' writes its result to a "
                + vector.getSimpleName()
                + ", but its bind decided on "
                + result.sql()
                + ", which is held by a "
                + holder.getSimpleName());
      }
    }
    return call.binding(result);
  }

  @Override
  public ServerStream open(StreamOpening opening) throws Exception {
    String phase = opening.phase();
    // some clients name the phase that all functions of rows begin with
    if (phase != null && !phase.equals("INPUT")) {
      throw noPhase(phase);
    }
    checkResult(opening.binding());
    return opening.open(
        InitHeader.UNLIMITED,
        new StreamOpening.Opener<ServerStream>() { // a lambda costs the start more
          @Override
          public ServerStream open(WireBatch header) {
            return new ScalarStream(opening.call(), function, header);
          }
        });
  }

  /** What a scalar remembers between batches is nothing. */
  @Override
  public ServerStream resume(StreamOpening opening, byte[] place) throws Exception {
    return open(opening);
  }

  private void checkResult(Binding binding) {
    SqlType result = SqlType.of(binding.output().field(0));
    SqlType declared = spec().result();
    if (declared != null && !declared.isAny() && !declared.equals(result)) {
      throw new IllegalStateException(
          "Function '" + spec().name() + "' declares " + declared + " but binds to " + result);
    }
  }
}
