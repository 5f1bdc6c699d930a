package io.vgi.example;

import io.vgi.param.Arg;
import io.vgi.param.SecretType;

/** The kind of secret of the example catalog. */
public final class Secrets {
  /** A text that functions show. */
  public static final Arg<String> SECRET_STRING = Arg.varchar("secret_string");

  /** A key that functions show. */
  public static final Arg<String> API_KEY = Arg.varchar("api_key");

  /** A number. */
  public static final Arg<Integer> PORT = Arg.integer("port");

  /** A flag, which decides the type of secret_typed_sum. */
  public static final Arg<Boolean> USE_SSL = Arg.bool("use_ssl");

  /** Another number. */
  public static final Arg<Double> TIMEOUT = Arg.float8("timeout");

  /** {@code CREATE SECRET (TYPE vgi_example, …)}. */
  public static final SecretType EXAMPLE =
      SecretType.named("vgi_example")
          .doc("Example VGI secret for testing")
          .redacted(SECRET_STRING, API_KEY)
          .shown(PORT, USE_SSL, TIMEOUT)
          .build();

  private Secrets() {}
}
