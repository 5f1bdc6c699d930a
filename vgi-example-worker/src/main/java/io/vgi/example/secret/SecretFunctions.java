package io.vgi.example.secret;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.TableFunction;

/** Functions that read secrets, and the tables over them. */
public final class SecretFunctions {
  private final TableFunction<?> fields = SecretTables.fields();
  private final TableFunction<?> nonce = SecretTables.nonce();

  /** Adds what the schema {@code main} has. */
  public void addToMain(Schema.Builder main) {
    main.functions(
        SecretScalars.all(),
        SecretScalars.fields(),
        SecretScalars.cached(),
        fields,
        SecretTables.scoped(),
        SecretTables.several(),
        nonce);
  }

  /** Adds what the schema {@code data} has. */
  public void addToData(Schema.Builder data) {
    data.table(
            Table.named("secret_demo_table")
                .from(fields)
                .comment("Function-backed table over the secret-using secret_demo function"))
        .table(Table.named("secret_cache_nonce").from(nonce).inlineBind());
  }
}
