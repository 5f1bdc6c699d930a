package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.Float8Vector;

/** The value that a part of all values lies below, without interpolation. */
final class Percentile implements AggregateFunction<Doubles, Float8Vector> {
  private static final Column<Float8Vector> VALUE = Column.float8("value").doc("Values");
  private static final Arg<Double> PERCENTILE =
      Arg.float8("percentile").orElse(0.5).doc("Percentile (0-1)");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("vgi_percentile")
        .columns(VALUE)
        .args(PERCENTILE)
        .returns(SqlType.DOUBLE)
        .doc("Approximate percentile (demonstrates ConstParam)")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    percentile(bind);
    return SqlType.DOUBLE;
  }

  private static double percentile(Call call) {
    Double given = call.find(PERCENTILE);
    if (given == null) {
      throw VgiException.invalidArgument("vgi_percentile: percentile must not be NULL");
    } else if (given.isNaN() || given.isInfinite()) {
      throw VgiException.invalidArgument(
          "vgi_percentile: percentile must be a finite number, got " + given);
    } else if (given < 0 || given > 1) {
      throw VgiException.invalidArgument(
          "vgi_percentile: percentile must be in [0, 1], got " + given);
    }
    return given;
  }

  @Override
  public Doubles newState() {
    return new Doubles();
  }

  @Override
  public void update(Call call, Groups<Doubles> groups, Rows in) {
    Float8Vector value = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).add(value.get(row)));
  }

  @Override
  public void merge(Doubles into, Doubles from) {
    into.addAll(from);
  }

  @Override
  public void result(Call call, Doubles state, Float8Vector out, int row) {
    if (state.size() > 0) {
      int rank = (int) (percentile(call) * state.size());
      out.set(row, state.sorted()[Math.min(rank, state.size() - 1)]);
    }
  }

  @Override
  public StateCodec<Doubles> stateCodec() {
    return Doubles.codec();
  }
}
