package io.vgi.example.copy;

import io.vgi.example.Secrets;
import io.vgi.function.AtomicFile;
import io.vgi.function.CopyTo;
import io.vgi.function.CopyToFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file with the key of the secret for the path, and the number of rows: what parts count. */
final class SecretLinesOut implements CopyToFunction<SecretLinesOut.Count> {
  /** How many rows a part has. */
  static final class Count {
    long rows;
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.copyTo("secret_lines_out")
        .doc("Write the resolved secret's api_key + row count to the destination")
        .comment("Writer that forwards a CREATE SECRET credential (test fixture)")
        .tag("category", "copy_to")
        .tag("stability", "test")
        .uses(Secrets.EXAMPLE)
        .args(
            Arg.varchar("secret_type")
                .orElse("vgi_example")
                .oneOf("vgi_example")
                .doc("Secret type to fetch, scoped by the destination path"))
        .build();
  }

  @Override
  public Count newState() {
    return new Count();
  }

  @Override
  public void write(CopyTo call, Count part, Rows in) {
    part.rows += in.count();
  }

  @Override
  public Count merge(CopyTo call, Count left, Count right) {
    left.rows += right.rows;
    return left;
  }

  @Override
  public void finish(CopyTo call, Count all) throws IOException {
    Secret secret = call.find(Secrets.EXAMPLE, call.path());
    String key = secret == null ? null : secret.find(Secrets.API_KEY);
    String text = "api_key=" + (key == null ? "NONE" : key) + "\nrows=" + all.rows + "\n";
    try (AtomicFile file = AtomicFile.at(Path.of(call.path()))) {
      file.out().write(text.getBytes(StandardCharsets.UTF_8));
      file.publish();
    }
  }
}
