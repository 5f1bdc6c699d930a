package io.vgi.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthException.Reason;
import io.vgi.rpc.Principal;
import java.net.URI;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are accepted, and why the others are not. */
@Timeout(60)
class JwtAuthenticatorTest {
  @AutoClose private final Issuer issuer = new Issuer();
  private final JwtAuthenticator authenticator = issuer.accepting().build();

  private void refused(String token, Reason reason, String detail) {
    Issuer.refused(authenticator, token, reason, detail);
  }

  private void invalid(String token, String detail) {
    refused(token, Reason.INVALID_CREDENTIAL, detail);
  }

  private static String sign(JWTClaimsSet.Builder claims) {
    return Issuer.sign(claims.build(), Issuer.RSA, JWSAlgorithm.RS256);
  }

  @Test
  void aGoodTokenTellsWhoCalls() throws Exception {
    String token =
        sign(
            issuer
                .claims()
                .claim("email", "alice@example.org")
                .claim("level", 7)
                .claim("admin", true)
                .claim("groups", List.of("a", "b"))
                .claim("address", Map.of("city", "Ulm"))
                .claim("nothing", null));
    Principal caller = Issuer.ask(authenticator, token);
    assertThat(caller.domain()).isEqualTo("jwt");
    assertThat(caller.name()).isEqualTo("alice");
    assertThat(caller.authenticated()).isTrue();
    assertThat(caller.claims())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "iss", issuer.url(),
                "sub", "alice",
                "aud", "worker",
                "exp", "1800000600",
                "email", "alice@example.org",
                "level", "7",
                "admin", "true",
                "groups", "[\"a\",\"b\"]",
                "address", "{\"city\":\"Ulm\"}"));
  }

  @Test
  void timesAreCheckedWithSkew() throws Exception {
    String token = issuer.token();
    issuer.pass(600_000 + 59_000);
    Issuer.ask(authenticator, token);
    issuer.pass(1_000);
    refused(token, Reason.EXPIRED_CREDENTIAL, "The token has expired");
    String early = sign(issuer.claims().notBeforeTime(Date.from(issuer.now().plusSeconds(120))));
    invalid(early, "The token is not valid yet");
    issuer.pass(60_000);
    Issuer.ask(authenticator, early);
    invalid(sign(issuer.claims().expirationTime(null)), "The token has no expiry");
  }

  @Test
  void aTokenThatWasAcceptedIsLookedAtAgain() throws Exception {
    String token = issuer.token();
    Principal caller = Issuer.ask(authenticator, token);
    assertThat(Issuer.ask(authenticator, token)).isSameAs(caller);
    issuer.publish(Issuer.OTHER_RSA);
    issuer.pass(300_000);
    invalid(token, "The token is signed with a key that its issuer does not publish");
    issuer.publish(Issuer.RSA);
    issuer.pass(300_000);
    assertThat(Issuer.ask(authenticator, token)).isNotSameAs(caller).isEqualTo(caller);
    // more tokens than are remembered
    for (int i = 0; i < 600; i++) {
      JWTClaimsSet claims = issuer.claims().subject("caller " + i).build();
      String other = Issuer.sign(claims, Issuer.RSA, JWSAlgorithm.RS256);
      assertThat(Issuer.ask(authenticator, other).name()).isEqualTo("caller " + i);
      assertThat(Issuer.ask(authenticator, token).name()).isEqualTo("alice");
    }
    issuer.pass(60_000);
    refused(token, Reason.EXPIRED_CREDENTIAL, "The token has expired");
    refused(token, Reason.EXPIRED_CREDENTIAL, "The token has expired");
  }

  @Test
  void aForgedTokenIsNotCalledExpired() {
    JWTClaimsSet claims =
        issuer.claims().expirationTime(Date.from(issuer.now().minusSeconds(900))).build();
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build();
    invalid(Issuer.sign(claims, Issuer.OTHER_RSA, header), "The signature of the token is wrong");
  }

  @Test
  void othersTokensAreRefusedWithoutAskingForKeys() {
    invalid(
        sign(issuer.claims().issuer("https://example.org")),
        "The token is of an issuer that is not accepted");
    invalid(sign(issuer.claims().issuer(null)), "The token is of an issuer that is not accepted");
    assertThat(issuer.asked("/keys")).isZero();
    invalid(sign(issuer.claims().audience("other")), "The token is for another audience");
    invalid(sign(issuer.claims().audience((String) null)), "The token is for another audience");
    assertThat(issuer.asked("/keys")).isEqualTo(1);
  }

  @Test
  void oneOfTheAudiencesIsEnough() throws Exception {
    JwtAuthenticator two = issuer.accepting().audience("second").build();
    assertThat(Issuer.ask(two, sign(issuer.claims().audience(List.of("x", "second")))).name())
        .isEqualTo("alice");
  }

  @Test
  void keysAndAddressesOfTheTokenItselfAreIgnored() {
    RSAKey own = Issuer.rsa("own", 2048);
    JWSHeader embedded =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .jwk(own.toPublicJWK())
            .jwkURL(URI.create(issuer.url() + "/evil"))
            .build();
    invalid(
        Issuer.sign(issuer.claims().build(), own, embedded), "The signature of the token is wrong");
    assertThat(issuer.asked("/evil")).isZero();
  }

  @Test
  void whatTheHeaderCallsCriticalIsNotIgnored() {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa-1")
            .criticalParams(Set.of("limits"))
            .customParam("limits", "none")
            .build();
    invalid(
        Issuer.sign(issuer.claims().build(), Issuer.RSA, header),
        "The signature of the token is wrong");
  }

  @Test
  void tokensForOtherPurposesAreRefused() throws Exception {
    for (String type : List.of("JWT", "at+jwt", "application/at+jwt")) {
      Issuer.ask(authenticator, typed(type));
    }
    for (String type : List.of("logout+jwt", "dpop+jwt", "")) {
      invalid(typed(type), "The token is of a type that is not accepted");
    }
  }

  private String typed(String type) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa-1")
            .type(new JOSEObjectType(type))
            .build();
    return Issuer.sign(issuer.claims().build(), Issuer.RSA, header);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyBitOfATokenMatters(boolean rsa) throws Exception {
    String token =
        rsa ? issuer.token() : Issuer.sign(issuer.claims().build(), Issuer.EC, JWSAlgorithm.ES256);
    Issuer.ask(authenticator, token);
    int accepted = 0;
    for (int i = 0; i < token.length(); i++) {
      for (int bit = 0; bit < 6; bit++) {
        StringBuilder changed = new StringBuilder(token);
        changed.setCharAt(i, (char) (token.charAt(i) ^ (1 << bit)));
        try {
          Issuer.ask(authenticator, changed.toString());
          accepted++;
        } catch (AuthException refused) {
          assertThat(refused.reason()).isEqualTo(Reason.INVALID_CREDENTIAL);
          assertThat(refused).hasMessageNotContaining(token.substring(0, 20));
        }
      }
    }
    assertThat(accepted).isZero();
    assertThat(issuer.asked("/keys")).as("refreshes").isLessThanOrEqualTo(2);
  }

  @Test
  void everyPrefixOfATokenIsRefused() {
    String token = issuer.token();
    for (int length = 0; length < token.length(); length++) {
      String part = token.substring(0, length);
      assertThatThrownBy(() -> Issuer.ask(authenticator, part)).isInstanceOf(AuthException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "..",
        "...",
        "a.b.c",
        "e30.e30.e30",
        "bnVsbA.bnVsbA.bnVsbA",
        "W10.W10.W10",
        "eyJhbGciOiJSUzI1NiJ9..x",
        "eyJhbGciOiJSUzI1NiJ9.bnVsbA.x",
        "eyJhbGciOiJSUzI1NiJ9.W10.x",
        "eyJhbGciOjF9.e30.x",
        "eyJhbGciOiJSUzI1NiIsImtpZCI6MX0.e30.x",
        "a.b.c.d.e"
      })
  void whatIsNoTokenIsRefused(String text) {
    assertThatThrownBy(() -> Issuer.ask(authenticator, text))
        .isInstanceOfSatisfying(
            AuthException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.INVALID_CREDENTIAL));
    assertThat(issuer.asked("/keys")).isZero();
  }

  @Test
  void hugeTokensAreRefusedUnread() {
    String huge = sign(issuer.claims().claim("pad", "x".repeat(20_000)));
    invalid(huge, "The bearer token is empty or has more than 16384 characters");
    assertThat(issuer.asked("/keys")).isZero();
  }

  @Test
  void deeplyNestedClaimsDoNoHarm() {
    String header = issuer.token().substring(0, issuer.token().indexOf('.'));
    String payload = Base64URL.encode("{\"a\":" + "[".repeat(11_000)).toString();
    invalid(header + "." + payload + ".x", "The bearer token is no signed JSON web token");
  }

  @Test
  void withoutATokenTheCredentialIsMissing() {
    assertThatThrownBy(() -> authenticator.authenticate(Issuer.request()))
        .isInstanceOfSatisfying(
            AuthException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.MISSING_CREDENTIAL));
  }

  @Test
  void scopesAreWordsOrLists() throws Exception {
    JwtAuthenticator scoped =
        issuer.accepting().requiredScope("read").requiredScope("write").build();
    Issuer.refused(
        scoped, issuer.token(), Reason.INSUFFICIENT_SCOPE, "The token lacks the scope read write");
    Issuer.refused(
        scoped,
        sign(issuer.claims().claim("scope", "readwrite read")),
        Reason.INSUFFICIENT_SCOPE,
        "The token lacks the scope write");
    Issuer.ask(scoped, sign(issuer.claims().claim("scope", "write openid read")));
    Issuer.ask(scoped, sign(issuer.claims().claim("scp", "write read")));
    Issuer.ask(scoped, sign(issuer.claims().claim("scp", List.of("write", "read"))));
  }

  @Test
  void anotherClaimMayBeTheName() throws Exception {
    JwtAuthenticator named = issuer.accepting().principalClaim("email").domain("corporate").build();
    Principal caller = Issuer.ask(named, sign(issuer.claims().claim("email", "alice@example.org")));
    assertThat(caller.name()).isEqualTo("alice@example.org");
    assertThat(caller.domain()).isEqualTo("corporate");
    Issuer.refused(
        named,
        issuer.token(),
        Reason.INVALID_CREDENTIAL,
        "The token has no claim 'email', which is the caller's name");
    Issuer.refused(
        named,
        sign(issuer.claims().claim("email", "  ")),
        Reason.INVALID_CREDENTIAL,
        "The token has no claim 'email', which is the caller's name");
  }

  @Test
  void keysMayBeGiven() throws Exception {
    // with the private parts, as people do
    JwtAuthenticator fixed =
        issuer.discovering().jwks(new JWKSet(Issuer.RSA).toString(false)).build();
    assertThat(Issuer.ask(fixed, issuer.token()).name()).isEqualTo("alice");
    Issuer.refused(
        fixed,
        Issuer.sign(issuer.claims().build(), Issuer.OTHER_RSA, JWSAlgorithm.RS256),
        Reason.INVALID_CREDENTIAL,
        "The token is signed with a key that its issuer does not publish");
    assertThat(issuer.asked("/keys")).isZero();
  }
}
