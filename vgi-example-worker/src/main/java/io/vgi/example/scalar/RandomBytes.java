package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import java.util.SplittableRandom;
import org.apache.arrow.vector.VarBinaryVector;

/** Blobs that look random and depend on a seed only; every batch starts over. */
public final class RandomBytes implements ScalarFunction<VarBinaryVector> {
  private static final int MAX_LENGTH = 1 << 24;

  private static final Arg<Long> SEED =
      Arg.bigint("seed").doc("Seed for pseudo-random byte generation");
  private static final Arg<Long> LENGTH =
      Arg.bigint("byte_length").doc("Output blob length in bytes");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("random_bytes")
        .args(SEED, LENGTH)
        .returns(SqlType.BLOB)
        .doc("Generate pseudo-random binary blobs from seed and length")
        .example(
            "SELECT random_bytes(42, 16) FROM data",
            "Generate a deterministic 16-byte blob per input row")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarBinaryVector out) {
    long length = call.get(LENGTH);
    if (length < 0) {
      throw VgiException.invalidArgument("byte_length must be >= 0");
    } else if (length > MAX_LENGTH) {
      throw VgiException.invalidArgument("byte_length must be <= " + MAX_LENGTH);
    }
    SplittableRandom random = new SplittableRandom(call.get(SEED));
    byte[] bytes = new byte[(int) length];
    for (int row = 0; row < in.count(); row++) {
      random.nextBytes(bytes);
      out.setSafe(row, bytes);
    }
  }
}
