package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Stability;
import io.vgi.type.SqlType;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.vector.BitVector;

/** A random boolean: a function of nothing at all. */
public final class Bernoulli implements ScalarFunction<BitVector> {
  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("bernoulli")
        .returns(SqlType.BOOLEAN)
        .stability(Stability.VOLATILE)
        .doc("Generate random booleans (demonstrates VOLATILE stability)")
        .example("SELECT bernoulli() FROM data", "Generate samples from the bernoulli distribution")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BitVector out) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int row = 0; row < in.count(); row++) {
      out.set(row, random.nextBoolean() ? 1 : 0);
    }
  }
}
