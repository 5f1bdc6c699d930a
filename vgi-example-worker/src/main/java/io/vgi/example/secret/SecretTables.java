package io.vgi.example.secret;

import io.vgi.example.Secrets;
import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueColumn;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Table functions that show secrets. */
final class SecretTables {
  private static final String BUCKET_A = "s3://bucket-a/";
  private static final String BUCKET_B = "s3://bucket-b/";

  private SecretTables() {}

  /**
   * A field of a secret.
   *
   * @param key its name
   * @param value its value as text
   * @param arrow_type the type as Arrow calls it
   */
  @SuppressWarnings("MemberName") // as the column; reading annotations costs each start much
  record Field(String key, @Nullable String value, String arrow_type) {
    static Field of(Map.Entry<String, Secret.Field> field) {
      Object value = field.getValue().value();
      return new Field(
          field.getKey(),
          value == null ? null : value.toString(),
          arrowName(field.getValue().type()));
    }
  }

  /** The fields of a secret as rows; none without a secret. */
  static TableFunction<?> fields() {
    return TableFunction.rows(
        FunctionSpec.table("secret_demo")
            .uses(Secrets.EXAMPLE)
            .returns(Column.varchar("key"), Column.varchar("value"), Column.varchar("arrow_type"))
            .doc("Outputs the fields of a secret as rows")
            .pushdown(),
        Field.class,
        new TableFunction.RowSource<Field>() {
          @Override
          public Stream<Field> open(Scan scan) {
            Secret secret = scan.find(Secrets.EXAMPLE);
            return secret == null
                ? Stream.empty()
                : secret.fields().entrySet().stream().map(Field::of);
          }
        });
  }

  /** What Arrow calls the types that parameters of secrets have. */
  private static String arrowName(SqlType type) {
    return switch (type.sql()) {
      case "VARCHAR" -> "string";
      case "INTEGER" -> "int32";
      case "BIGINT" -> "int64";
      case "BOOLEAN" -> "bool";
      default -> type.sql().toLowerCase(Locale.ROOT);
    };
  }

  /** The secret for a path that the caller gives. */
  static TableFunction<?> scoped() {
    Arg<String> path = Arg.varchar("path").doc("The path that a secret is looked up for");
    ValueColumn<VarCharVector, String> scope = Column.varchar("scope");
    ValueColumn<BitVector, Boolean> found = Column.bool("found");
    ValueColumn<VarCharVector, String> keys = Column.varchar("secret_keys");
    return TableFunction.range(
        FunctionSpec.table("scoped_secret_demo")
            .returns(scope, found, keys)
            .doc("Resolves the secret for a path")
            .args(path)
            .uses(Secrets.EXAMPLE)
            .build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            // asking at bind is what makes the engine look it up
            call.find(Secrets.EXAMPLE, call.get(path));
            return 1;
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            Secret secret = scan.find(Secrets.EXAMPLE, scan.get(path));
            out.row()
                .set(scope, scan.get(path))
                .set(found, secret != null)
                .set(keys, secret == null ? "" : String.join(",", secret.fields().keySet()));
          }
        });
  }

  /** Secrets for two paths, of which the one that fits is used. */
  static TableFunction<?> several() {
    Arg<String> path = Arg.varchar("path").doc("The path that a secret is looked up for");
    ValueColumn<VarCharVector, String> apiKey = Column.varchar("api_key");
    return TableFunction.range(
        FunctionSpec.table("multi_secret_demo")
            .returns(apiKey)
            .doc("Resolves two secrets of one type and uses the one for a path")
            .args(path)
            .uses(Secrets.EXAMPLE)
            .build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            call.find(Secrets.EXAMPLE, BUCKET_A);
            call.find(Secrets.EXAMPLE, BUCKET_B);
            return 1;
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            Secret secret = scan.find(Secrets.EXAMPLE, scan.get(path));
            String key = secret == null ? null : secret.find(Secrets.API_KEY);
            out.row().set(apiKey, key == null ? "" : key);
          }
        });
  }

  /** A result to keep for as long as the secret that it shows stays the same. */
  static TableFunction<?> nonce() {
    ValueColumn<VarCharVector, String> secretString = Column.varchar("secret_string");
    ValueColumn<BigIntVector, Long> nonce = Column.bigint("nonce");
    return TableFunction.range(
        FunctionSpec.table("secret_cache_nonce")
            .uses(Secrets.EXAMPLE)
            .returns(secretString, nonce)
            .cache(CacheHint.forSeconds(300))
            .doc("A text of a secret, and a number that changes whenever the function runs")
            .categories("generator", "cache", "secret", "testing")
            .example("SELECT * FROM secret_cache_nonce()", "The same until the secret changes")
            .build(),
        1,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            Secret secret = scan.find(Secrets.EXAMPLE);
            out.row()
                .set(secretString, secret == null ? null : secret.find(Secrets.SECRET_STRING))
                .set(nonce, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
          }
        });
  }
}
