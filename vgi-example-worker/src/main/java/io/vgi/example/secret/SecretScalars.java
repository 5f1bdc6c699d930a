package io.vgi.example.secret;

import io.vgi.example.Secrets;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Scalars that show a secret of the session, the same for every row. */
final class SecretScalars implements ScalarFunction<VarCharVector> {
  private static final Column<BigIntVector> VALUE =
      Column.bigint("value").doc("Any value; it only tells calls apart");

  private final FunctionSpec spec;
  private final Shown shown;

  /** What of the secret is shown. */
  enum Shown {
    /** All fields, as JSON. */
    ALL,
    /** Two fields, by name. */
    FIELDS,
    /** One field, and a number that changes whenever the function runs. */
    NONCE
  }

  private SecretScalars(ScalarSpecBuilder spec, Shown shown) {
    this.spec = spec.uses(Secrets.EXAMPLE).returns(SqlType.VARCHAR).build();
    this.shown = shown;
  }

  static SecretScalars all() {
    return new SecretScalars(
        FunctionSpec.scalar("return_secret_value")
            .doc("Return a secret's value")
            .example("SELECT return_secret_value()", "The fields of a secret as JSON"),
        Shown.ALL);
  }

  static SecretScalars fields() {
    return new SecretScalars(
        FunctionSpec.scalar("secret_field")
            .doc("Look up secret fields by name")
            .example("SELECT secret_field()", "Two fields of a secret"),
        Shown.FIELDS);
  }

  static SecretScalars cached() {
    return new SecretScalars(
        FunctionSpec.scalar("secret_cached_scalar")
            .columns(VALUE)
            .cache(CacheHint.forSeconds(300).eachValue())
            .doc("A text of a secret and a number, kept for each value and secret")
            .example("SELECT secret_cached_scalar(1)", "The same until the secret changes"),
        Shown.NONCE);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    byte[] text = text(call).getBytes(StandardCharsets.UTF_8);
    in.forEachRow(row -> out.setSafe(row, text));
  }

  private String text(Call call) {
    if (shown == Shown.NONCE) {
      Secret any = call.find(Secrets.EXAMPLE);
      String text = any == null ? null : any.find(Secrets.SECRET_STRING);
      return (text == null ? "" : text) + "|" + ThreadLocalRandom.current().nextLong(1L << 56);
    }
    Secret secret = call.get(Secrets.EXAMPLE);
    if (shown == Shown.FIELDS) {
      Integer port = secret.find(Secrets.PORT);
      String name = secret.find(Secrets.SECRET_STRING);
      return "port=" + (port == null ? "" : port) + ";name=" + (name == null ? "" : name);
    }
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, Secret.Field> field : secret.fields().entrySet()) {
      json.append(json.length() == 1 ? "" : ", ");
      quote(json, field.getKey());
      json.append(": ");
      Object value = field.getValue().value();
      if (value == null || value instanceof Number || value instanceof Boolean) {
        json.append(value);
      } else {
        quote(json, value.toString());
      }
    }
    return json.append('}').toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16));
        json.append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
