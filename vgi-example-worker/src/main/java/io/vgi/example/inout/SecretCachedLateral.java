package io.vgi.example.inout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.example.Secrets;
import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** A text of a secret and a number that differs from call to call, which the engine may keep. */
final class SecretCachedLateral implements TableInOutFunction {
  private static final Column<BigIntVector> X = Column.bigint("x").doc("Input column");
  private static final Column<VarCharVector> SECRET_STRING = Column.varchar("secret_string");
  private static final Column<BigIntVector> NONCE = Column.bigint("nonce");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("secret_cached_lateral")
        .columns(X)
        .returns(SECRET_STRING, NONCE)
        .uses(Secrets.EXAMPLE)
        .doc("Blended map emitting a secret's value and a per-call nonce; memoized per secret")
        .categories("blended", "cache", "secret", "test")
        .cache(CacheHint.forSeconds(300).eachValue())
        .build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    Secret secret = scan.find(Secrets.EXAMPLE);
    String text = secret == null ? null : secret.find(Secrets.SECRET_STRING);
    byte[] bytes = text == null ? null : text.getBytes(UTF_8);
    long nonce = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    for (int row = 0; row < in.count(); row++) {
      if (bytes != null) {
        out.get(SECRET_STRING).setSafe(row, bytes);
      }
      out.get(NONCE).setSafe(row, nonce);
    }
    out.rows(in.count());
  }
}
