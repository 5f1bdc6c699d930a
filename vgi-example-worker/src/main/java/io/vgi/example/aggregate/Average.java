package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/** The mean of a BIGINT column, NULL without rows. */
final class Average implements AggregateFunction<LongSum, Float8Vector> {
  private static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Column to average");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("vgi_avg")
        .columns(VALUE)
        .returns(SqlType.DOUBLE)
        .doc("Average of integer values")
        .build();
  }

  @Override
  public LongSum newState() {
    return new LongSum();
  }

  @Override
  public void update(Call call, Groups<LongSum> groups, Rows in) {
    BigIntVector value = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).add(value.get(row)));
  }

  @Override
  public void merge(LongSum into, LongSum from) {
    into.addAll(from);
  }

  @Override
  public void result(Call call, LongSum state, Float8Vector out, int row) {
    if (state.count() > 0) {
      out.set(row, (double) state.sum() / state.count());
    }
  }

  @Override
  public StateCodec<LongSum> stateCodec() {
    return LongSum.codec();
  }
}
