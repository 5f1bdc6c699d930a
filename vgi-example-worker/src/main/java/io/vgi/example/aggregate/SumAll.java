package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/** The sum of all values of all columns. */
final class SumAll implements AggregateFunction<DoubleSum, Float8Vector> {
  private static final Column<FieldVector> COLUMNS =
      Column.any("columns").varargs().doc("Columns to sum");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("vgi_sum_all")
        .columns(COLUMNS)
        .returns(SqlType.DOUBLE)
        .doc("Sum all numeric columns")
        .build();
  }

  @Override
  public DoubleSum newState() {
    return new DoubleSum();
  }

  @Override
  public void update(Call call, Groups<DoubleSum> groups, Rows in) {
    for (FieldVector column : in.all(COLUMNS)) {
      in.forEachRow(row -> groups.at(row).add(Numbers.at(column, row)));
    }
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
