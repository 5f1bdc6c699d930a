package io.vgi.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.auth.AuthException.Reason;
import io.vgi.rpc.Principal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in by tables of tokens, and by several authenticators together. */
class AuthenticatorTest {
  private static final Principal ALICE = new Principal("bearer", "alice", Map.of());
  private static final Principal BOB = new Principal("bearer", "bob", Map.of("team", "b"));

  private static final Authenticator TABLE =
      Authenticator.bearer(Map.of("token-of-alice", ALICE, "token-of-bob", BOB));

  private static Principal ask(Authenticator authenticator, String token) throws Exception {
    return authenticator.authenticate(AuthRequestTest.with("Bearer " + token));
  }

  private static Authenticator refusing(Reason reason) {
    return request -> {
      throw new AuthException(reason, "because of " + reason);
    };
  }

  @Test
  void aKnownTokenTellsItsOwner() throws Exception {
    assertThat(ask(TABLE, "token-of-alice")).isSameAs(ALICE);
    assertThat(ask(TABLE, "token-of-bob")).isSameAs(BOB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t",
        "token-of-alic",
        "token-of-alice1",
        "Token-of-alice",
        "token-of-carol",
        "oken-of-alice"
      })
  void anythingElseIsRefusedAndNotShown(String token) {
    assertThatThrownBy(() -> ask(TABLE, token))
        .isInstanceOfSatisfying(
            AuthException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.INVALID_CREDENTIAL);
              assertThat(refused).hasMessage("The bearer token is not known here");
            });
  }

  @Test
  void anEmptyTokenIsNoToken() {
    assertThatThrownBy(() -> Authenticator.bearer(Map.of("", ALICE)))
        .hasMessage("The bearer token of 'alice' is empty");
  }

  @Test
  void howLongALookUpTakesTellsNothing() {
    String right = "x".repeat(16_000);
    TokenTable table = new TokenTable(Map.of(right, ALICE));
    String wrongAtOnce = "y" + right.substring(1);
    String wrongAtLast = right.substring(1) + "y";
    long atOnce = Long.MAX_VALUE;
    long atLast = Long.MAX_VALUE;
    for (int i = 0; i < 3_000; i++) {
      long start = System.nanoTime();
      assertThat(table.find(wrongAtOnce) == null).isTrue();
      long middle = System.nanoTime();
      assertThat(table.find(wrongAtLast) == null).isTrue();
      atOnce = Math.min(atOnce, middle - start);
      atLast = Math.min(atLast, System.nanoTime() - middle);
    }
    assertThat((double) atLast / atOnce).isBetween(0.5, 2.0);
  }

  @Test
  void aLookUpMayRefuseInItsOwnWords() throws Exception {
    Authenticator authenticator =
        Authenticator.bearer(
            token -> {
              if (token.equals("down")) {
                throw new AuthUnavailableException("No database", Duration.ofSeconds(3), null);
              }
              return token.equals("good") ? ALICE : null;
            });
    assertThat(ask(authenticator, "good")).isSameAs(ALICE);
    assertThatThrownBy(() -> ask(authenticator, "bad"))
        .hasMessage("The bearer token is not known here");
    assertThatThrownBy(() -> ask(authenticator, "down"))
        .isInstanceOfSatisfying(
            AuthUnavailableException.class,
            down -> assertThat(down.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
  }

  @Test
  void theFirstThatAcceptsDecides() throws Exception {
    Authenticator any =
        Authenticator.anyOf(
            refusing(Reason.EXPIRED_CREDENTIAL),
            TABLE,
            request -> {
              throw new IllegalStateException("is not asked");
            });
    assertThat(ask(any, "token-of-alice")).isSameAs(ALICE);
  }

  @Test
  void whenAllRefuseTheMostTellingReasonIsTold() {
    Reason[] reasons = Reason.values();
    for (int i = 0; i < reasons.length; i++) {
      for (int j = 0; j < reasons.length; j++) {
        Authenticator any = Authenticator.anyOf(refusing(reasons[i]), refusing(reasons[j]));
        Reason telling = reasons[Math.max(i, j)];
        assertThatThrownBy(() -> ask(any, "x")).hasMessage("because of " + telling);
      }
    }
    assertThat(reasons)
        .containsExactly(
            Reason.UNAUTHORIZED,
            Reason.MISSING_CREDENTIAL,
            Reason.PROXY_REQUIRED,
            Reason.INVALID_CREDENTIAL,
            Reason.EXPIRED_CREDENTIAL,
            Reason.INSUFFICIENT_SCOPE);
  }

  @Test
  void theFirstOfEquallyTellingReasonsIsTold() {
    Authenticator any = Authenticator.anyOf(TABLE, refusing(Reason.INVALID_CREDENTIAL));
    assertThatThrownBy(() -> ask(any, "x")).hasMessage("The bearer token is not known here");
  }

  @Test
  void anAuthenticatorThatIsDownIsNotPassedOver() {
    Authenticator any =
        Authenticator.anyOf(
            request -> {
              throw new AuthUnavailableException("No keys", Duration.ofSeconds(1), null);
            },
            TABLE);
    assertThatThrownBy(() -> ask(any, "x")).isInstanceOf(AuthUnavailableException.class);
  }

  @Test
  void anyOfNoneIsNobody() {
    assertThatThrownBy(Authenticator::anyOf).hasMessage("At least one authenticator is needed");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void whoIsRefusedMayBeAnonymous(Reason reason) throws Exception {
    assertThat(ask(refusing(reason).optional(), "x")).isSameAs(Principal.ANONYMOUS);
    assertThat(ask(TABLE.optional(), "token-of-bob")).isSameAs(BOB);
    assertThat(TABLE.optional().authenticate(AuthRequestTest.with())).isSameAs(Principal.ANONYMOUS);
  }

  @Test
  void nobodyIsAnonymousForWantOfAnAnswer() {
    Authenticator down =
        request -> {
          throw new AuthUnavailableException("No keys", Duration.ofSeconds(1), null);
        };
    assertThatThrownBy(() -> ask(down.optional(), "x"))
        .isInstanceOf(AuthUnavailableException.class);
  }

  @Test
  void reasonsHaveTheirNamesOfTheWire() {
    assertThat(Reason.values())
        .extracting(Reason::wireName)
        .containsExactlyInAnyOrder(
            "missing_credential",
            "invalid_credential",
            "expired_credential",
            "insufficient_scope",
            "proxy_required",
            "unauthorized");
  }

  @Test
  void claimsAreNotShown() {
    Principal caller = new Principal("jwt", "alice", Map.of("sub", "alice", "api_key", "s3cr3t"));
    assertThat(caller).hasToString("Principal[domain=jwt, name=alice, claims=[api_key, sub]]");
  }
}
