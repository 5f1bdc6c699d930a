package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import org.apache.arrow.vector.Float8Vector;

/** Aggregates that need every number of one DOUBLE column. */
abstract class DoubleLists implements AggregateFunction<DoubleList, Float8Vector> {
  private final Column<Float8Vector> value;

  DoubleLists(Column<Float8Vector> value) {
    this.value = value;
  }

  @Override
  public final DoubleList newState() {
    return new DoubleList();
  }

  @Override
  public final void update(Call call, Groups<DoubleList> groups, Rows in) {
    Float8Vector values = in.get(value);
    in.forEachRow(row -> groups.at(row).add(values.get(row)));
  }

  @Override
  public final void merge(Call call, DoubleList into, DoubleList from) {
    into.addAll(from);
  }

  @Override
  public final StateCodec<DoubleList> stateCodec() {
    return DoubleList.CODEC;
  }
}
