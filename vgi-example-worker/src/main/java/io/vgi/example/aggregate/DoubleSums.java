package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import org.apache.arrow.vector.Float8Vector;

/** Aggregates whose state is a sum of real numbers. */
abstract class DoubleSums implements AggregateFunction<DoubleSum, Float8Vector> {
  private final FunctionSpec spec;

  DoubleSums(FunctionSpec spec) {
    this.spec = spec;
  }

  @Override
  public final FunctionSpec spec() {
    return spec;
  }

  @Override
  public final DoubleSum newState() {
    return new DoubleSum();
  }

  @Override
  public final void merge(Call call, DoubleSum into, DoubleSum from) {
    into.add(from);
  }

  @Override
  public void result(Call call, DoubleSum state, Float8Vector out, int row) {
    if (state.any()) {
      out.set(row, state.sum());
    }
  }
}
