package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** How many steps of the 3n+1 sequence lead to 1; a function that costs time to compute. */
final class CollatzSteps implements ScalarFunction<BigIntVector> {
  private static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Positive integer");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("collatz_steps")
        .columns(VALUE)
        .returns(SqlType.BIGINT)
        .doc("Number of Collatz (3n+1) steps for each integer to reach 1")
        .example("SELECT collatz_steps(n) FROM range(1000) t(n)", "Step count per integer")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BigIntVector out) {
    BigIntVector value = in.get(VALUE);
    in.forEachRow(row -> out.set(row, steps(value.get(row))));
  }

  private static long steps(long start) {
    long steps = 0;
    for (long n = start; n > 1; steps++) {
      n = (n & 1) == 0 ? n >> 1 : Math.addExact(Math.multiplyExact(3L, n), 1L);
    }
    return steps;
  }
}
