package io.vgi.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.auth.Authenticator;
import io.vgi.http.auth.JwtProvider;
import io.vgi.http.internal.auth.AuthEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be set, and the way from the environment. */
class JwtSettingsTest {
  @Test
  void allFaultsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                JwtAuthenticator.builder()
                    .issuer("http://example.org")
                    .algorithms("none")
                    .principalClaim(" ")
                    .clockSkew(Duration.ofDays(2))
                    .timeouts(Duration.ZERO, Duration.ofSeconds(1))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The JWT settings are wrong: an audience is missing; the algorithm 'none' is not one of"
                + " ES256, ES384, ES512, Ed25519, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512;"
                + " the principal claim and the domain must not be blank; the clock skew must be"
                + " between PT0S and PT1H; the connect timeout must be between PT0.001S and PT5M;"
                + " the issuer 'http://example.org' must be an https URL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://example.org/keys|",
        "http://localhost:8080/keys|",
        "http://127.0.0.1/keys|",
        "http://[::1]:80/keys|",
        "http://example.org/keys|the JWKS URL 'http://example.org/keys' must be an https URL",
        "http://localhost.example.org|the JWKS URL 'http://localhost.example.org' must be an https"
            + " URL",
        "file:///etc/passwd|the JWKS URL 'file:///etc/passwd' is no absolute URL",
        "ftp://localhost/x|the JWKS URL 'ftp://localhost/x' must be an https URL",
        "keys|the JWKS URL 'keys' is no absolute URL",
        "https://a b|the JWKS URL 'https://a b' is no URL",
        "https://me:secret@example.org/k|the JWKS URL 'https://…@example.org' must not hold a"
            + " password",
      })
  void keysComeFromWhereNobodyCanChangeThem(String url, String fault) {
    JwtAuthenticator.Builder builder =
        JwtAuthenticator.builder().issuer("any name").audience("me").jwksUrl(url);
    if (fault == null) {
      assertThat(builder.build()).isNotNull();
    } else {
      assertThatThrownBy(builder::build).hasMessage("The JWT settings are wrong: " + fault);
    }
  }

  @Test
  void keysComeFromOnePlace() {
    String keys = "{\"keys\":[" + Issuer.EC.toPublicJWK().toJSONString() + "]}";
    assertThatThrownBy(
            () ->
                JwtAuthenticator.builder()
                    .issuer("https://example.org")
                    .audience("me")
                    .jwks(keys)
                    .jwksUrl("https://example.org/keys")
                    .build())
        .hasMessage("The JWT settings are wrong: both a JWK set and a JWKS URL are given");
  }

  @Test
  void theServiceLoaderFindsTheProvider() throws Exception {
    JwtProvider provider = ServiceLoader.load(JwtProvider.class).findFirst().orElseThrow();
    try (Issuer issuer = new Issuer()) {
      // this authenticator goes by the real time
      issuer.pass(System.currentTimeMillis() - issuer.now().toEpochMilli());
      for (String url : new String[] {null, "", issuer.url() + "/keys"}) {
        Authenticator authenticator =
            provider.create(List.of(issuer.url()), List.of(Issuer.AUDIENCE), url);
        assertThat(Issuer.ask(authenticator, issuer.token()).name()).isEqualTo("alice");
      }
      assertThat(issuer.asked(Issuer.CONFIGURATION)).isEqualTo(2);
    }
    assertThatThrownBy(() -> provider.create(List.of("https://x.org"), List.of("me"), "nowhere"))
        .hasMessage("The JWT settings are wrong: the JWKS URL 'nowhere' is no absolute URL");
  }

  @Test
  void theEnvironmentCombinesWebTokensWithOthers() throws Exception {
    try (Issuer issuer = new Issuer()) {
      issuer.pass(System.currentTimeMillis() - issuer.now().toEpochMilli());
      Map<String, String> environment =
          Map.of(
              "VGI_JWT_ISSUER",
              "https://example.org, " + issuer.url(),
              "VGI_JWT_AUDIENCE",
              "other, " + Issuer.AUDIENCE,
              "VGI_BEARER_TOKENS",
              "t1=bob");
      Authenticator authenticator = AuthEnvironment.read(environment).authenticator();
      assertThat(authenticator).isNotNull();
      assertThat(Issuer.ask(authenticator, "t1").name()).isEqualTo("bob");
      assertThat(issuer.asked(Issuer.CONFIGURATION)).isZero();
      assertThat(Issuer.ask(authenticator, issuer.token()).name()).isEqualTo("alice");
      issuer.pass(-3_600_000);
      assertThatThrownBy(() -> Issuer.ask(authenticator, issuer.token()))
          .hasMessage("The token has expired");
    }
    assertThatThrownBy(
            () ->
                AuthEnvironment.read(
                    Map.of("VGI_JWT_ISSUER", "http://x.org", "VGI_JWT_AUDIENCE", "me")))
        .hasMessage(
            "VGI_JWT_*: The JWT settings are wrong: the issuer 'http://x.org' must be an https"
                + " URL");
  }
}
