package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** The number of rows. */
final class Count implements AggregateFunction<Count.Tally, BigIntVector> {
  /** A number of rows. */
  static final class Tally {
    private long count;
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.aggregate("vgi_count")
        .returns(SqlType.BIGINT)
        .nulls(NullHandling.SPECIAL)
        .doc("Count rows")
        .build();
  }

  @Override
  public Tally newState() {
    return new Tally();
  }

  @Override
  public void update(Call call, Groups<Tally> groups, Rows in) {
    int end;
    for (int row = 0; row < in.count(); row = end) {
      end = groups.end(row);
      groups.at(row).count += end - row;
    }
  }

  @Override
  public void merge(Call call, Tally into, Tally from) {
    into.count += from.count;
  }

  @Override
  public void result(Call call, Tally state, BigIntVector out, int row) {
    out.set(row, state.count);
  }
}
