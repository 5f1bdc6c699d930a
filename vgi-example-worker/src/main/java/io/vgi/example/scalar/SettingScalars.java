package io.vgi.example.scalar;

import io.vgi.example.Settings;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Monotonicity;
import io.vgi.function.NullHandling;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/** Functions of settings, and one that sees NULL. */
final class SettingScalars {
  private static final long OF_NULL = -5000;

  private SettingScalars() {}

  static ScalarFunction<?> nullHandling() {
    Column<BigIntVector> value = Column.bigint("value").doc("Integer value to process");
    return ScalarFunction.of(
        FunctionSpec.scalar("null_handling")
            .columns(value)
            .returns(SqlType.BIGINT)
            .nulls(NullHandling.SPECIAL)
            .monotonicity(Monotonicity.STRICTLY_INCREASING)
            .doc("Returns value or -5000 if null")
            .example("SELECT null_handling(value) FROM data", "Replace null values with -5000")
            .build(),
        BigIntVector.class,
        (call, in, out) -> {
          BigIntVector values = in.get(value);
          in.forEachRow(row -> out.set(row, values.isNull(row) ? OF_NULL : values.get(row)));
        });
  }

  static ScalarFunction<?> multiplyBySetting() {
    Column<BigIntVector> value = Column.bigint("value").doc("Integer value to multiply");
    return ScalarFunction.of(
        FunctionSpec.scalar("multiply_by_setting")
            .columns(value)
            .returns(SqlType.BIGINT)
            .uses(Settings.MULTIPLIER)
            .doc("Multiply the input value by a setting value")
            .example(
                "SELECT multiply_by_setting(5)", "Multiply the input value by a setting's value")
            .build(),
        BigIntVector.class,
        (call, in, out) -> {
          long multiplier = call.get(Settings.MULTIPLIER);
          BigIntVector values = in.get(value);
          in.forEachRow(row -> out.set(row, multiplier * values.get(row)));
        });
  }

  static ScalarFunction<?> scaleBySetting() {
    Column<Float8Vector> value = Column.float8("value").doc("Value to scale");
    return ScalarFunction.of(
        FunctionSpec.scalar("scale_by_setting")
            .columns(value)
            .returns(SqlType.DOUBLE)
            .uses(Settings.SCALE_FACTOR)
            .doc("Scale the input value by the float setting `scale_factor`")
            .example(
                "SELECT scale_by_setting(4.0)", "Scale the input value by the float setting's value")
            .build(),
        Float8Vector.class,
        (call, in, out) -> {
          double factor = call.get(Settings.SCALE_FACTOR);
          Float8Vector values = in.get(value);
          in.forEachRow(row -> out.set(row, factor * values.get(row)));
        });
  }
}
