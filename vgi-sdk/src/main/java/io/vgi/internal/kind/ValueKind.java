package io.vgi.internal.kind;

import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.SqlFunction;
import io.vgi.internal.codec.TypeArguments;
import io.vgi.internal.value.VectorClass;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.SqlType;

/** Functions that give one value, for a row or for many. */
abstract sealed class ValueKind extends FunctionKind permits ScalarKind, AggregateKind {
  private final Class<? extends SqlFunction> type;
  private final int vector;

  /**
   * A kind of functions.
   *
   * @param type its interface
   * @param vector which of that interface's parameters is the vector of results
   */
  ValueKind(FunctionSpec spec, Class<? extends SqlFunction> type, int vector) {
    super(spec);
    this.type = type;
    this.vector = vector;
  }

  @Override
  public final boolean givesValue() {
    return true;
  }

  @Override
  final void checkInput(SpecFaults faults) {
    if (spec().result() == null) {
      faults.add("declares no result");
    }
  }

  @Override
  final void checkOutput(SpecFaults faults, boolean listed) {
    SqlType result = spec().result();
    if (result != null && result.isAny()) {
      if (SpecFaults.inheritsBind(function(), type)) {
        faults.add("returns ANY, so it must override bind to decide the type");
      }
    }
  }

  @Override
  final void checkClass(SpecFaults faults) {
    SqlType result = spec().result();
    if (result != null && !result.isAny()) {
      Class<?> given = TypeArguments.find(function().getClass(), type, vector);
      Class<?> holder = given == null ? null : VectorClass.other(result, given);
      if (given != null && holder != null) {
        faults.add(
            "writes its result to a "
                + given.getSimpleName()
                + ", but "
                + result.sql()
                + " is held by a "
                + holder.getSimpleName());
      }
    }
  }

  @Override
  final void checkParameters(SpecFaults faults) {
    for (Param param : spec().params()) {
      if (param.arg() != null && (param.isVarargs() || param.arg().isNamed())) {
        faults.add(
            "takes the constant '"
                + param.name()
                + (param.isVarargs()
                    ? "' repeatedly; declare it as a column"
                    : "' by name; leave named() out, and for calls without it add a function of the"
                        + " same name"));
      }
    }
  }

  @Override
  public void describe(WireRecord info) {
    super.describe(info);
    info.set("null_handling", spec().nulls().name());
  }

  /** {@code decided}, which must be a type that values have. */
  final SqlType concrete(SqlType decided) {
    if (decided.isAny()) {
      throw new IllegalStateException(
          "Function '" + spec().name() + "' returns ANY, so its bind must decide the type");
    }
    return decided;
  }
}
