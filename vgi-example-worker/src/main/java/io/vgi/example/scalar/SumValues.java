package io.vgi.example.scalar;

import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;

/** The sum of any number of numbers, in the promoted type of the first. */
final class SumValues implements ScalarFunction<FieldVector> {
  private static final Column<FieldVector> VALUES =
      Column.any("values").varargs().doc("Numeric values to sum");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("sum_values")
        .columns(VALUES)
        .returns(SqlType.ANY)
        .doc("Sum multiple numeric values")
        .example(
            "SELECT sum_values(price, tax, shipping) FROM orders",
            "Calculate total cost from multiple values")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    for (SqlType type : bind.types(VALUES)) {
      NumericPromotion.promoted(type);
    }
    return NumericPromotion.promoted(bind.types(VALUES).get(0));
  }

  @Override
  public void eval(Call call, Rows in, FieldVector out) {
    Addition.add(in.all(VALUES), in, out);
  }
}
