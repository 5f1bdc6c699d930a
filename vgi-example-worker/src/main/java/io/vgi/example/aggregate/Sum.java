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

/** The sum of a BIGINT column, NULL without rows. */
class Sum implements AggregateFunction<LongSum, BigIntVector> {
  static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Column to sum");

  private final FunctionSpec spec;

  Sum(FunctionSpec.Builder spec) {
    this.spec = spec.columns(VALUE).returns(SqlType.BIGINT).build();
  }

  @Override
  public FunctionSpec spec() {
    return spec;
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
  public void result(Call call, LongSum state, BigIntVector out, int row) {
    if (state.count() > 0) {
      out.set(row, state.sum());
    }
  }

  @Override
  public StateCodec<LongSum> stateCodec() {
    return LongSum.codec();
  }
}
