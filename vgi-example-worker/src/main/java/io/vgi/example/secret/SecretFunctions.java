package io.vgi.example.secret;

import io.vgi.catalog.Schema;

/** Puts the functions of this package into schemas. */
public final class SecretFunctions {
  private SecretFunctions() {}

  /** Adds what the schema {@code main} has. */
  public static void addTo(Schema.Builder main) {
    main.function(SecretScalars.all())
        .function(SecretScalars.fields())
        .function(SecretScalars.cached())
        .function(new SecretRows())
        .function(ScopedSecrets.one())
        .function(ScopedSecrets.several())
        .function(new SecretNonce());
  }
}
