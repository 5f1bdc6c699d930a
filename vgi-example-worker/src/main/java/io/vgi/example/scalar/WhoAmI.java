package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** The name of the caller. */
public final class WhoAmI implements ScalarFunction<VarCharVector> {
  private static final Column<BigIntVector> X = Column.bigint("x").doc("dummy input");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("whoami")
        .columns(X)
        .returns(SqlType.VARCHAR)
        .doc("Return the authenticated principal name.")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    byte[] name =
        (call.principal().authenticated() ? call.principal().name() : "anonymous").getBytes(UTF_8);
    in.forEachRow(row -> out.setSafe(row, name));
  }
}
