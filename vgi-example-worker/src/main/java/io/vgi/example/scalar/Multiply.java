package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** A value times a constant. */
final class Multiply implements ScalarFunction<BigIntVector> {
  private static final Column<BigIntVector> VALUE =
      Column.bigint("value").doc("Integer value to multiply");
  private static final Arg<Long> FACTOR = Arg.bigint("factor").doc("Multiplication factor");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("multiply")
        .columns(VALUE)
        .args(FACTOR)
        .returns(SqlType.BIGINT)
        .doc("Multiplies a value by a constant factor")
        .comment("fixture function for scalar bind-parameter tests")
        .example("SELECT multiply(price, 2) FROM products", "Double all prices")
        .example("SELECT multiply(quantity, 10) FROM inventory", "Scale quantities by 10")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BigIntVector out) {
    BigIntVector value = in.get(VALUE);
    long factor = call.get(FACTOR);
    in.forEachRow(row -> out.set(row, Math.multiplyExact(value.get(row), factor)));
  }
}
