package io.vgi.example;

import io.vgi.param.Arg;
import io.vgi.param.SecretType;

/** The type of secret that the example catalog declares. */
public final class Secrets {
  /** A text never shown. */
  public static final Arg<String> SECRET_STRING = Arg.varchar("secret_string");

  /** A key never shown. */
  public static final Arg<String> API_KEY = Arg.varchar("api_key");

  /** A number. */
  public static final Arg<Integer> PORT = Arg.integer("port");

  /** A flag. */
  public static final Arg<Boolean> USE_SSL = Arg.bool("use_ssl");

  /** Seconds. */
  public static final Arg<Double> TIMEOUT = Arg.float8("timeout");

  /** {@code CREATE SECRET (TYPE vgi_example, …)}. */
  public static final SecretType EXAMPLE =
      SecretType.named("vgi_example")
          .doc("Example secret type for testing")
          .redacted(SECRET_STRING, API_KEY)
          .shown(PORT, USE_SSL, TIMEOUT)
          .build();

  private Secrets() {}
}
