package io.vgi.example.secret;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;

/** Functions that read secrets, and the tables over them. */
public final class SecretFunctions {
  private final SecretRows rows = new SecretRows();
  private final SecretNonce nonce = new SecretNonce();

  /** Adds what the schema {@code main} has. */
  public void addToMain(Schema.Builder main) {
    main.function(SecretScalars.all())
        .function(SecretScalars.fields())
        .function(SecretScalars.cached())
        .function(rows)
        .function(ScopedSecrets.one())
        .function(ScopedSecrets.several())
        .function(nonce);
  }

  /** Adds what the schema {@code data} has. */
  public void addToData(Schema.Builder data) {
    data.table(
            Table.named("secret_demo_table")
                .from(rows)
                .comment("Function-backed table over the secret-using secret_demo function"))
        .table(Table.named("secret_cache_nonce").from(nonce).inlineBind());
  }
}
