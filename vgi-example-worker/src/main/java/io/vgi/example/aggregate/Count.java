package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** The number of rows, NULLs included. */
final class Count implements AggregateFunction<LongSum, BigIntVector> {
  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("vgi_count")
        .returns(SqlType.BIGINT)
        .nulls(NullHandling.SPECIAL)
        .doc("Count rows")
        .build();
  }

  @Override
  public LongSum newState() {
    return new LongSum();
  }

  @Override
  public void update(Call call, Groups<LongSum> groups, Rows in) {
    for (int row = 0; row < in.count(); row++) {
      groups.at(row).count(1);
    }
  }

  @Override
  public void merge(LongSum into, LongSum from) {
    into.addAll(from);
  }

  @Override
  public void result(Call call, LongSum state, BigIntVector out, int row) {
    out.set(row, state.count());
  }

  @Override
  public StateCodec<LongSum> stateCodec() {
    return LongSum.codec();
  }
}
