package io.vgi.example.copy;

import io.vgi.example.Secrets;
import io.vgi.function.CopyFrom;
import io.vgi.function.CopyFromFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import java.util.stream.Stream;

/** One row with the key of the secret for the path. */
final class SecretLinesIn {
  private SecretLinesIn() {}

  static CopyFromFunction<?> create() {
    return CopyFromFunction.rows(
        FunctionSpec.copyFrom("secret_lines_in")
            .doc("Emit the resolved secret's api_key as a single VARCHAR row")
            .comment("Reader that forwards a CREATE SECRET credential (test fixture)")
            .tag("category", "copy_from")
            .tag("stability", "test")
            .uses(Secrets.EXAMPLE)
            .args(
                Arg.varchar("secret_type")
                    .orElse("vgi_example")
                    .oneOf("vgi_example")
                    .doc("Secret type to fetch, scoped by the source path"))
            .build(),
        new CopyFromFunction.RowSource() {
          @Override
          public Stream<? extends Object[]> open(CopyFrom call) {
            Secret secret = call.find(Secrets.EXAMPLE, call.path());
            String key = secret == null ? null : secret.find(Secrets.API_KEY);
            return Stream.of(new Object[][] {{key == null ? "NONE" : key}});
          }
        });
  }
}
