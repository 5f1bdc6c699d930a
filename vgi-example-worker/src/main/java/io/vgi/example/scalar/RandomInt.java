package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Stability;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.vector.BigIntVector;

/** A random integer between two others, both included. */
public final class RandomInt implements ScalarFunction<BigIntVector> {
  private static final Column<BigIntVector> LOW =
      Column.bigint("min_val").doc("Minimum value (inclusive)");
  private static final Column<BigIntVector> HIGH =
      Column.bigint("max_val").doc("Maximum value (inclusive)");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("random_int")
        .columns(LOW, HIGH)
        .returns(SqlType.BIGINT)
        .stability(Stability.VOLATILE)
        .doc("Generate random integers (demonstrates VOLATILE stability)")
        .example(
            "SELECT random_int(min_col, max_col) FROM data",
            "Generate random integers between min and max values")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BigIntVector out) {
    BigIntVector lows = in.get(LOW);
    BigIntVector highs = in.get(HIGH);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    in.forEachRow(row -> out.set(row, between(random, lows.get(row), highs.get(row))));
  }

  private static long between(ThreadLocalRandom random, long low, long high) {
    if (low > high) {
      throw VgiException.invalidArgument("min_val " + low + " is above max_val " + high);
    } else if (high < Long.MAX_VALUE) {
      return random.nextLong(low, high + 1);
    } else if (low > Long.MIN_VALUE) {
      return random.nextLong(low - 1, high) + 1;
    }
    return random.nextLong();
  }
}
