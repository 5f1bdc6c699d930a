package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;

/** Aggregates whose state is the sum of one BIGINT column. */
abstract class LongSums<V extends FieldVector> implements AggregateFunction<LongSum, V> {
  static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Column to sum");

  private final FunctionSpec spec;

  LongSums(FunctionSpec spec) {
    this.spec = spec;
  }

  @Override
  public final FunctionSpec spec() {
    return spec;
  }

  @Override
  public final LongSum newState() {
    return new LongSum();
  }

  @Override
  public final void update(Call call, Groups<LongSum> groups, Rows in) {
    BigIntVector values = in.get(VALUE);
    LongSum only = groups.only();
    in.forEachRow(row -> (only == null ? groups.at(row) : only).add(values.get(row)));
  }

  @Override
  public final void merge(Call call, LongSum into, LongSum from) {
    into.add(from);
  }
}
