package io.vgi.example.scalar;

import io.vgi.example.Settings;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Monotonicity;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Stability;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;

/** Functions of chance, of a seed and of settings. */
final class SeedScalars {
  private static final int MAX_LENGTH = 1 << 24;
  private static final long SEED = 1000;
  private static final long OF_NULL = -5000;

  private SeedScalars() {}

  /** The seed plus the row's place in its batch: a function of constants alone. */
  static ScalarFunction<?> hashSeed() {
    Arg<Long> seed = Arg.bigint("seed").doc("Seed value");
    return ScalarFunction.of(
        FunctionSpec.scalar("hash_seed")
            .args(seed)
            .returns(SqlType.BIGINT)
            .doc("Generate deterministic integers from a constant seed")
            .example(
                "SELECT hash_seed(42) FROM data", "Generate deterministic integers seeded at 42"),
        BigIntVector.class,
        new ScalarFunction.Kernel<BigIntVector>() {
          @Override
          public void eval(Call call, Rows in, BigIntVector out) {
            long first = call.get(seed);
            in.forEachRow(row -> out.set(row, Math.addExact(first, row)));
          }
        });
  }

  /** A function that says it is stable within a query only; its seed is always the same. */
  static ScalarFunction<?> querySeed() {
    return ArithmeticScalars.perValue(
        FunctionSpec.scalar("query_seed")
            .stability(Stability.CONSISTENT_WITHIN_QUERY)
            .doc(
                "Add a per-query-stable seed to each value (demonstrates CONSISTENT_WITHIN_QUERY"
                    + " stability)")
            .example(
                "SELECT query_seed(value) FROM data",
                "Offset each value by a seed that is constant within a query"),
        "Value to offset",
        new Function<Call, LongUnaryOperator>() {
          @Override
          public LongUnaryOperator apply(Call call) {
            return value -> value + SEED;
          }
        });
  }

  static ScalarFunction<?> randomInt() {
    Column<BigIntVector> low = Column.bigint("min_val").doc("Minimum value (inclusive)");
    Column<BigIntVector> high = Column.bigint("max_val").doc("Maximum value (inclusive)");
    return ScalarFunction.of(
        FunctionSpec.scalar("random_int")
            .columns(low, high)
            .returns(SqlType.BIGINT)
            .stability(Stability.VOLATILE)
            .doc("Generate random integers (demonstrates VOLATILE stability)")
            .example(
                "SELECT random_int(min_col, max_col) FROM data",
                "Generate random integers between min and max values"),
        BigIntVector.class,
        new ScalarFunction.Kernel<BigIntVector>() {
          @Override
          public void eval(Call call, Rows in, BigIntVector out) {
            BigIntVector lows = in.get(low);
            BigIntVector highs = in.get(high);
            in.forEachRow(row -> out.set(row, between(lows.get(row), highs.get(row))));
          }
        });
  }

  private static long between(long low, long high) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (low > high) {
      throw VgiException.invalidArgument("min_val " + low + " is above max_val " + high);
    } else if (high < Long.MAX_VALUE) {
      return random.nextLong(low, high + 1);
    } else if (low > Long.MIN_VALUE) {
      return random.nextLong(low - 1, high) + 1;
    }
    return random.nextLong();
  }

  /** Blobs that look random and depend on a seed only; every batch starts over. */
  static ScalarFunction<?> randomBytes() {
    Arg<Long> seed = Arg.bigint("seed").doc("Seed for pseudo-random byte generation");
    Arg<Long> length = Arg.bigint("byte_length").doc("Output blob length in bytes");
    return ScalarFunction.of(
        FunctionSpec.scalar("random_bytes")
            .args(seed, length)
            .returns(SqlType.BLOB)
            .doc("Generate pseudo-random binary blobs from seed and length")
            .example(
                "SELECT random_bytes(42, 16) FROM data",
                "Generate a deterministic 16-byte blob per input row"),
        VarBinaryVector.class,
        new ScalarFunction.Kernel<VarBinaryVector>() {
          @Override
          public void eval(Call call, Rows in, VarBinaryVector out) {
            long size = call.get(length);
            if (size < 0) {
              throw VgiException.invalidArgument("byte_length must be >= 0");
            } else if (size > MAX_LENGTH) {
              throw VgiException.invalidArgument("byte_length must be <= " + MAX_LENGTH);
            }
            SplittableRandom random = new SplittableRandom(call.get(seed));
            byte[] bytes = new byte[(int) size];
            in.forEachRow(
                row -> {
                  random.nextBytes(bytes);
                  out.setSafe(row, bytes);
                });
          }
        });
  }

  /** A random boolean: a function of nothing at all. */
  static ScalarFunction<?> bernoulli() {
    return ScalarFunction.of(
        FunctionSpec.scalar("bernoulli")
            .returns(SqlType.BOOLEAN)
            .stability(Stability.VOLATILE)
            .doc("Generate random booleans (demonstrates VOLATILE stability)")
            .example(
                "SELECT bernoulli() FROM data", "Generate samples from the bernoulli distribution"),
        BitVector.class,
        new ScalarFunction.Kernel<BitVector>() {
          @Override
          public void eval(Call call, Rows in, BitVector out) {
            in.forEachRow(row -> out.set(row, ThreadLocalRandom.current().nextBoolean() ? 1 : 0));
          }
        });
  }

  static ScalarFunction<?> nullHandling() {
    Column<BigIntVector> value = Column.bigint("value").doc("Integer value to process");
    return ScalarFunction.of(
        FunctionSpec.scalar("null_handling")
            .columns(value)
            .returns(SqlType.BIGINT)
            .nulls(NullHandling.SPECIAL)
            .monotonicity(Monotonicity.STRICTLY_INCREASING)
            .doc("Returns value or -5000 if null")
            .example("SELECT null_handling(value) FROM data", "Replace null values with -5000"),
        BigIntVector.class,
        new ScalarFunction.Kernel<BigIntVector>() {
          @Override
          public void eval(Call call, Rows in, BigIntVector out) {
            BigIntVector values = in.get(value);
            in.forEachRow(row -> out.set(row, values.isNull(row) ? OF_NULL : values.get(row)));
          }
        });
  }

  static ScalarFunction<?> multiplyBySetting() {
    return ArithmeticScalars.perValue(
        FunctionSpec.scalar("multiply_by_setting")
            .uses(Settings.MULTIPLIER)
            .doc("Multiply the input value by a setting value")
            .example(
                "SELECT multiply_by_setting(5)", "Multiply the input value by a setting's value"),
        "Integer value to multiply",
        new Function<Call, LongUnaryOperator>() {
          @Override
          public LongUnaryOperator apply(Call call) {
            long multiplier = call.get(Settings.MULTIPLIER);
            return value -> multiplier * value;
          }
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
                "SELECT scale_by_setting(4.0)",
                "Scale the input value by the float setting's value"),
        Float8Vector.class,
        new ScalarFunction.Kernel<Float8Vector>() {
          @Override
          public void eval(Call call, Rows in, Float8Vector out) {
            double factor = call.get(Settings.SCALE_FACTOR);
            Float8Vector values = in.get(value);
            in.forEachRow(row -> out.set(row, factor * values.get(row)));
          }
        });
  }
}
