package io.vgi.http.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes authenticators for JSON web tokens; found with {@link java.util.ServiceLoader} when the
 * environment asks for one. The module {@code vgi-jwt} has the implementation.
 */
public interface JwtProvider {
  /**
   * Returns an authenticator.
   *
   * @param issuers who may have issued a token
   * @param audiences whom a token may be for; one of them is enough
   * @param jwksUrl where the keys are; null to find them by the issuer
   * @throws IllegalArgumentException with everything that is wrong
   */
  Authenticator create(List<String> issuers, List<String> audiences, @Nullable String jwksUrl);
}
