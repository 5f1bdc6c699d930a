package io.vgi.example.scalar;

import io.vgi.example.Settings;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.Float8Vector;

/** A number times the setting {@code scale_factor}. */
public final class ScaleBySetting implements ScalarFunction<Float8Vector> {
  private static final Column<Float8Vector> VALUE = Column.float8("value").doc("Value to scale");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("scale_by_setting")
        .columns(VALUE)
        .returns(SqlType.DOUBLE)
        .uses(Settings.SCALE_FACTOR)
        .doc("Scale the input value by the float setting `scale_factor`")
        .example(
            "SELECT scale_by_setting(4.0)", "Scale the input value by the float setting's value")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, Float8Vector out) {
    double factor = call.get(Settings.SCALE_FACTOR);
    Float8Vector values = in.get(VALUE);
    in.forEachRow(row -> out.set(row, factor * values.get(row)));
  }
}
