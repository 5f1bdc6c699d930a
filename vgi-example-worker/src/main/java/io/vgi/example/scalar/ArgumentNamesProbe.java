package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** Two columns and a constant with a default. */
final class ArgumentNamesProbe implements ScalarFunction<BigIntVector> {
  private static final Column<BigIntVector> LEFT = Column.bigint("left").doc("Left value");
  private static final Column<BigIntVector> RIGHT = Column.bigint("right").doc("Right value");
  private static final Arg<Long> SCALE = Arg.bigint("scale").orElse(2L).doc("Scale factor");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("argument_names_probe")
        .columns(LEFT, RIGHT)
        .args(SCALE)
        .returns(SqlType.BIGINT)
        .doc("Checks VGI 2.0 bind-time argument names")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BigIntVector out) {
    BigIntVector left = in.get(LEFT);
    BigIntVector right = in.get(RIGHT);
    long scale = call.get(SCALE);
    in.forEachRow(
        row ->
            out.set(row, Math.multiplyExact(Math.addExact(left.get(row), right.get(row)), scale)));
  }
}
