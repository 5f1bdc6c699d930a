package io.vgi.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.auth.AuthException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the one bearer token of a request is found. */
class AuthRequestTest {
  static AuthRequest with(String... authorization) {
    return new AuthRequest(
        "POST",
        "/vgi.v2/bind",
        "127.0.0.1",
        name -> name.equalsIgnoreCase("authorization") ? List.of(authorization) : List.of());
  }

  private static void refused(AuthRequest request, Reason reason, String detail) {
    assertThatThrownBy(request::bearerToken)
        .isInstanceOfSatisfying(
            AuthException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused).hasMessage(detail);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer s3cr3t~!", "bearer s3cr3t~!", "BEARER   s3cr3t~!", "  Bearer s3cr3t~!  "})
  void theSchemeMayBeInAnyCase(String header) throws Exception {
    assertThat(with(header).bearerToken()).isEqualTo("s3cr3t~!");
  }

  @Test
  void aTokenMayHold16384Characters() throws Exception {
    String longest = "t".repeat(16_384);
    assertThat(with("Bearer " + longest).bearerToken()).isEqualTo(longest);
    refused(
        with("Bearer " + longest + "t"),
        Reason.INVALID_CREDENTIAL,
        "The bearer token is empty or has more than 16384 characters");
  }

  @Test
  void withoutAHeaderTheCredentialIsMissing() {
    refused(with(), Reason.MISSING_CREDENTIAL, "A bearer token is needed, none was sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "Basic dTpw", "Bearer", "Bearer\ts3cr3t", "Bearers3cr3t", "s3cr3t"})
  void otherSchemesAreNoBearerToken(String header) {
    refused(
        with(header),
        Reason.MISSING_CREDENTIAL,
        "A bearer token is needed, the Authorization header has another scheme");
  }

  @Test
  void severalHeadersAreRefusedEvenWhenEqual() {
    refused(
        with("Bearer s3cr3t", "Bearer s3cr3t"),
        Reason.INVALID_CREDENTIAL,
        "The request has several Authorization headers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3cr3t more", "s3cr3t\tmore", "s3cr3t\u0000", "s3cr3t\u007f", "s3cr3té", "a\nb"})
  void otherCharactersAreRefusedAndNotShown(String token) {
    refused(
        with("Bearer " + token),
        Reason.INVALID_CREDENTIAL,
        "The bearer token has characters that no token has");
  }

  @Test
  void headersAreNotShown() {
    assertThat(with("Bearer s3cr3t")).hasToString("POST /vgi.v2/bind from 127.0.0.1");
  }
}
