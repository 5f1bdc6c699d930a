package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** The seed plus the row's place in its batch: a function of constants alone. */
public final class HashSeed implements ScalarFunction<BigIntVector> {
  private static final Arg<Long> SEED = Arg.bigint("seed").doc("Seed value");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("hash_seed")
        .args(SEED)
        .returns(SqlType.BIGINT)
        .doc("Generate deterministic integers from a constant seed")
        .example("SELECT hash_seed(42) FROM data", "Generate deterministic integers seeded at 42")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BigIntVector out) {
    long seed = call.get(SEED);
    for (int row = 0; row < in.count(); row++) {
      out.set(row, Math.addExact(seed, row));
    }
  }
}
