package io.vgi.example.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.example.Secrets;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.param.Secret;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Scalars that show a secret of the session, the same for every row. */
final class SecretScalars {
  private SecretScalars() {}

  /** All fields, as JSON. */
  static ScalarFunction<?> all() {
    return showing(
        FunctionSpec.scalar("return_secret_value")
            .doc("Return a secret's value")
            .example("SELECT return_secret_value()", "The fields of a secret as JSON"),
        new Function<@Nullable Secret, String>() {
          @Override
          public String apply(@Nullable Secret secret) {
            return required(secret).fields().entrySet().stream()
                .map(field -> quoted(field.getKey()) + ": " + json(field.getValue().value()))
                .collect(Collectors.joining(", ", "{", "}"));
          }
        });
  }

  /** Two fields, by name. */
  static ScalarFunction<?> fields() {
    return showing(
        FunctionSpec.scalar("secret_field")
            .doc("Look up secret fields by name")
            .example("SELECT secret_field()", "Two fields of a secret"),
        new Function<@Nullable Secret, String>() {
          @Override
          public String apply(@Nullable Secret found) {
            Secret secret = required(found);
            Integer port = secret.find(Secrets.PORT);
            String name = secret.find(Secrets.SECRET_STRING);
            return "port=" + Objects.toString(port, "") + ";name=" + Objects.toString(name, "");
          }
        });
  }

  /** One field, and a number that changes whenever the function runs. */
  static ScalarFunction<?> cached() {
    return showing(
        FunctionSpec.scalar("secret_cached_scalar")
            .columns(Column.bigint("value").doc("Any value; it only tells calls apart"))
            .cache(CacheHint.forSeconds(300).eachValue())
            .doc("A text of a secret and a number, kept for each value and secret")
            .example("SELECT secret_cached_scalar(1)", "The same until the secret changes"),
        new Function<@Nullable Secret, String>() {
          @Override
          public String apply(@Nullable Secret secret) {
            return Objects.toString(secret == null ? null : secret.find(Secrets.SECRET_STRING), "")
                + "|"
                + ThreadLocalRandom.current().nextLong(1L << 56);
          }
        });
  }

  private static ScalarFunction<?> showing(
      ScalarSpecBuilder spec, Function<@Nullable Secret, String> text) {
    return ScalarFunction.of(
        spec.uses(Secrets.EXAMPLE).returns(SqlType.VARCHAR),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            byte[] bytes = text.apply(call.find(Secrets.EXAMPLE)).getBytes(UTF_8);
            in.forEachRow(row -> out.setSafe(row, bytes));
          }
        });
  }

  private static Secret required(@Nullable Secret secret) {
    if (secret == null) {
      throw VgiException.invalidArgument(
          "Required secret of type '" + Secrets.EXAMPLE.name() + "' not found; use CREATE SECRET");
    }
    return secret;
  }

  private static String json(@Nullable Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? String.valueOf(value)
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c == '"' || c == '\\'
                    ? "\\" + (char) c
                    : c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c))
        .collect(Collectors.joining("", "\"", "\""));
  }
}
