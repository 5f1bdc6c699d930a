package io.vgi.jwt.internal;

import io.vgi.http.auth.Authenticator;
import io.vgi.http.auth.JwtProvider;
import io.vgi.jwt.JwtAuthenticator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the authenticator that the variables {@code VGI_JWT_*} describe. */
public final class EnvironmentJwtProvider implements JwtProvider {
  /** For the service loader. */
  public EnvironmentJwtProvider() {}

  @Override
  public Authenticator create(
      List<String> issuers, List<String> audiences, @Nullable String jwksUrl) {
    JwtAuthenticator.Builder builder = JwtAuthenticator.builder();
    issuers.forEach(builder::issuer);
    audiences.forEach(builder::audience);
    if (jwksUrl != null && !jwksUrl.isBlank()) {
      builder.jwksUrl(jwksUrl.strip());
    }
    return builder.build();
  }
}
