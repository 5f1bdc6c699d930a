package io.vgi.example.scalar;

import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** The sum of two numbers of any types. */
final class AddValues implements ScalarFunction<FieldVector> {
  private static final Column<FieldVector> LEFT = Column.any("col1").doc("First numeric value");
  private static final Column<FieldVector> RIGHT = Column.any("col2").doc("Second numeric value");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("add_values")
        .columns(LEFT, RIGHT)
        .returns(SqlType.ANY)
        .doc("Adds two numeric values")
        .example(
            "SELECT add_values(price, tax) FROM orders", "Calculate total by adding price and tax")
        .example(
            "SELECT add_values(quantity, reserved) FROM inventory",
            "Sum quantity and reserved amounts")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    return NumericPromotion.promoted(NumericPromotion.common(bind.type(LEFT), bind.type(RIGHT)));
  }

  @Override
  public void eval(Call call, Rows in, FieldVector out) {
    Addition.add(List.of(in.get(LEFT), in.get(RIGHT)), in, out);
  }
}
