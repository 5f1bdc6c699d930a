package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.security.NoSuchAlgorithmException;
import org.apache.arrow.vector.VarCharVector;

/** SHA-256 of SHA-256 of …: as much work per row as the caller wants. */
public final class HashRounds implements ScalarFunction<VarCharVector> {
  private static final Column<VarCharVector> VALUE =
      Column.varchar("value").doc("String to stretch");
  private static final Arg<Long> ROUNDS = Arg.bigint("rounds").doc("Number of SHA-256 rounds");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("hash_rounds")
        .columns(VALUE)
        .args(ROUNDS)
        .returns(SqlType.VARCHAR)
        .doc("Apply SHA-256 `rounds` times (key-stretching); rounds is a const compute knob")
        .example("SELECT hash_rounds(s, 256) FROM docs", "256-round key stretch")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) throws NoSuchAlgorithmException {
    VarCharVector values = in.get(VALUE);
    long rounds = call.get(ROUNDS);
    Sha256 sha = new Sha256();
    in.forEachRow(
        row -> {
          byte[] bytes = values.get(row);
          for (long round = 0; round < rounds; round++) {
            bytes = sha.of(bytes);
          }
          out.setSafe(row, Sha256.hex(bytes));
        });
  }
}
