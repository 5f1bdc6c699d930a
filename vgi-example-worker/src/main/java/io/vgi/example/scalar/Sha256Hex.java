package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.security.NoSuchAlgorithmException;
import org.apache.arrow.vector.VarCharVector;

/** The SHA-256 digest of the UTF-8 bytes of a text, in hexadecimal. */
public final class Sha256Hex implements ScalarFunction<VarCharVector> {
  private static final Column<VarCharVector> VALUE = Column.varchar("value").doc("String to hash");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("sha256_hex")
        .columns(VALUE)
        .returns(SqlType.VARCHAR)
        .doc("Lowercase hex SHA-256 digest of the UTF-8 string")
        .example("SELECT sha256_hex(s) FROM docs", "Hash each string")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) throws NoSuchAlgorithmException {
    VarCharVector values = in.get(VALUE);
    Sha256 sha = new Sha256();
    in.forEachRow(row -> out.setSafe(row, Sha256.hex(sha.of(values.get(row)))));
  }
}
