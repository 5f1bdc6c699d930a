package io.vgi.example.secret;

import io.vgi.example.Secrets;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Looks up secrets for the path that the caller gives. */
final class ScopedSecrets implements TableFunction<ScopedSecrets.Start> {
  private static final String BUCKET_A = "s3://bucket-a/";
  private static final String BUCKET_B = "s3://bucket-b/";
  private static final ValueColumn<VarCharVector, String> SCOPE = Column.varchar("scope");
  private static final ValueColumn<BitVector, Boolean> FOUND = Column.bool("found");
  private static final ValueColumn<VarCharVector, String> SECRET_KEYS =
      Column.varchar("secret_keys");
  private static final ValueColumn<VarCharVector, String> API_KEY = Column.varchar("api_key");

  private final Arg<String> path =
      Arg.varchar("path").doc("The path that a secret is looked up for");
  private final FunctionSpec spec;
  private final boolean several;

  /** Before the only batch. */
  record Start() {}

  private ScopedSecrets(TableSpecBuilder spec, boolean several) {
    this.spec = spec.args(path).uses(Secrets.EXAMPLE).build();
    this.several = several;
  }

  /** One secret, for the path. */
  static ScopedSecrets one() {
    return new ScopedSecrets(
        FunctionSpec.table("scoped_secret_demo")
            .returns(SCOPE, FOUND, SECRET_KEYS)
            .doc("Resolves the secret for a path"),
        false);
  }

  /** Secrets for two paths, of which the one that fits is used. */
  static ScopedSecrets several() {
    return new ScopedSecrets(
        FunctionSpec.table("multi_secret_demo")
            .returns(API_KEY)
            .doc("Resolves two secrets of one type and uses the one for a path"),
        true);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    // asking is what makes the engine look them up
    if (several) {
      bind.find(Secrets.EXAMPLE, BUCKET_A);
      bind.find(Secrets.EXAMPLE, BUCKET_B);
    } else {
      bind.find(Secrets.EXAMPLE, bind.get(path));
    }
    return TableShape.of(spec.output()).cardinality(1);
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    Secret secret = scan.find(Secrets.EXAMPLE, scan.get(path));
    if (several) {
      String key = secret == null ? null : secret.find(Secrets.API_KEY);
      out.row().set(API_KEY, key == null ? "" : key);
    } else {
      String names = secret == null ? "" : String.join(",", secret.fields().keySet());
      out.row().set(SCOPE, scan.get(path)).set(FOUND, secret != null).set(SECRET_KEYS, names);
    }
    return null;
  }
}
