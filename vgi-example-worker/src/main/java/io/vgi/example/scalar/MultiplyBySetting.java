package io.vgi.example.scalar;

import io.vgi.example.Settings;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** A number times the setting {@code multiplier}. */
public final class MultiplyBySetting implements ScalarFunction<BigIntVector> {
  private static final Column<BigIntVector> VALUE =
      Column.bigint("value").doc("Integer value to multiply");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("multiply_by_setting")
        .columns(VALUE)
        .returns(SqlType.BIGINT)
        .uses(Settings.MULTIPLIER)
        .doc("Multiply the input value by a setting value")
        .example("SELECT multiply_by_setting(5)", "Multiply the input value by a setting's value")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BigIntVector out) {
    long multiplier = call.get(Settings.MULTIPLIER);
    BigIntVector values = in.get(VALUE);
    in.forEachRow(row -> out.set(row, multiplier * values.get(row)));
  }
}
