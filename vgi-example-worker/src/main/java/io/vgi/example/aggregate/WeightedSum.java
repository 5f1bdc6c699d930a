package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.Float8Vector;

/** The sum of values, each times its weight. */
final class WeightedSum implements AggregateFunction<DoubleSum, Float8Vector> {
  private static final Column<Float8Vector> VALUE = Column.float8("value").doc("Values");
  private static final Column<Float8Vector> WEIGHT = Column.float8("weight").doc("Weights");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("vgi_weighted_sum")
        .columns(VALUE, WEIGHT)
        .returns(SqlType.DOUBLE)
        .doc("Weighted sum of values")
        .build();
  }

  @Override
  public DoubleSum newState() {
    return new DoubleSum();
  }

  @Override
  public void update(Call call, Groups<DoubleSum> groups, Rows in) {
    Float8Vector value = in.get(VALUE);
    Float8Vector weight = in.get(WEIGHT);
    in.forEachRow(row -> groups.at(row).add(value.get(row) * weight.get(row)));
  }

  @Override
  public void merge(DoubleSum into, DoubleSum from) {
    into.addAll(from);
  }

  @Override
  public void result(Call call, DoubleSum state, Float8Vector out, int row) {
    if (state.seen()) {
      out.set(row, state.sum());
    }
  }

  @Override
  public StateCodec<DoubleSum> stateCodec() {
    return DoubleSum.codec();
  }
}
