package io.vgi.example.secret;

import io.vgi.example.Secrets;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A result to keep for as long as the secret that it shows stays the same. */
public final class SecretNonce implements TableFunction<SecretNonce.Run> {
  private static final ValueColumn<VarCharVector, String> SECRET_STRING =
      Column.varchar("secret_string");
  private static final ValueColumn<BigIntVector, Long> NONCE = Column.bigint("nonce");

  private final FunctionSpec spec =
      FunctionSpec.table("secret_cache_nonce")
          .uses(Secrets.EXAMPLE)
          .returns(SECRET_STRING, NONCE)
          .cache(CacheHint.forSeconds(300))
          .doc("A text of a secret, and a number that changes whenever the function runs")
          .categories("generator", "cache", "secret", "testing")
          .example("SELECT * FROM secret_cache_nonce()", "The same until the secret changes")
          .build();

  /**
   * One run.
   *
   * @param nonce its number
   */
  public record Run(long nonce) {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output()).cardinality(1);
  }

  @Override
  public Run open(Scan scan) {
    return new Run(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
  }

  @Override
  public @Nullable Run next(Scan scan, Run at, BatchWriter out) {
    Secret secret = scan.find(Secrets.EXAMPLE);
    String text = secret == null ? null : secret.find(Secrets.SECRET_STRING);
    out.row().set(SECRET_STRING, text).set(NONCE, at.nonce());
    return null;
  }
}
