package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Monotonicity;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** A function that sees NULL and makes a number of it. */
public final class NullHandlingProbe implements ScalarFunction<BigIntVector> {
  private static final long OF_NULL = -5000;
  private static final Column<BigIntVector> VALUE =
      Column.bigint("value").doc("Integer value to process");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("null_handling")
        .columns(VALUE)
        .returns(SqlType.BIGINT)
        .nulls(NullHandling.SPECIAL)
        .monotonicity(Monotonicity.STRICTLY_INCREASING)
        .doc("Returns value or -5000 if null")
        .example("SELECT null_handling(value) FROM data", "Replace null values with -5000")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BigIntVector out) {
    BigIntVector values = in.get(VALUE);
    for (int row = 0; row < in.count(); row++) {
      out.set(row, values.isNull(row) ? OF_NULL : values.get(row));
    }
  }
}
