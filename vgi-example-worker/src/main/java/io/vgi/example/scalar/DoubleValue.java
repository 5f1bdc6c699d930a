package io.vgi.example.scalar;

import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Twice a number of any type. */
public final class DoubleValue implements ScalarFunction<FieldVector> {
  private static final Column<FieldVector> VALUE =
      Column.any("value").doc("Numeric value to double");

  private final FunctionSpec spec;

  DoubleValue() {
    this(declaration().build());
  }

  private DoubleValue(FunctionSpec spec) {
    this.spec = spec;
  }

  /** The same function published with a word that no client knows. */
  public static DoubleValue withUnknownNullHandling() {
    return new DoubleValue(declaration().listedForTests("null_handling", "WEIRD").build());
  }

  private static ScalarSpecBuilder declaration() {
    return FunctionSpec.scalar("double")
        .columns(VALUE)
        .returns(SqlType.ANY)
        .doc("Doubles numeric values")
        .example("SELECT double(price) FROM products", "Double the price values")
        .example("SELECT double(quantity) FROM inventory", "Double inventory quantities");
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public SqlType bind(Bind bind) {
    SqlType type = bind.type(VALUE);
    NumericPromotion.checkMultipliable(type);
    return NumericPromotion.promoted(type);
  }

  @Override
  public void eval(Call call, Rows in, FieldVector out) {
    FieldVector value = in.get(VALUE);
    Addition.add(List.of(value, value), in, out);
  }
}
