package io.vgi.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthException.Reason;
import io.vgi.http.auth.AuthUnavailableException;
import io.vgi.rpc.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that come, change and fail to come. */
@Timeout(60)
class RemoteKeysTest {
  private static final Duration WAIT = Duration.ofSeconds(2);

  @AutoClose private final Issuer issuer = new Issuer();

  private static void unavailable(JwtAuthenticator authenticator, String token) {
    assertThatThrownBy(() -> Issuer.ask(authenticator, token))
        .isInstanceOfSatisfying(
            AuthUnavailableException.class,
            down -> {
              assertThat(down)
                  .hasMessage("The keys of the token's issuer cannot be fetched at the moment");
              assertThat(down.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            });
  }

  private static void unknownKey(JwtAuthenticator authenticator, String token) {
    assertThatThrownBy(() -> Issuer.ask(authenticator, token))
        .isInstanceOfSatisfying(
            AuthException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.INVALID_CREDENTIAL);
              assertThat(refused)
                  .hasMessage("The token is signed with a key that its issuer does not publish");
            });
  }

  private String other() {
    return Issuer.sign(issuer.claims().build(), Issuer.OTHER_RSA, JWSAlgorithm.RS256);
  }

  @Test
  void keysAreKeptForAWhile() throws Exception {
    JwtAuthenticator authenticator = issuer.accepting().keepKeys(Duration.ofMinutes(5)).build();
    String token = Issuer.sign(issuer.claims().build(), Issuer.EC, JWSAlgorithm.ES256);
    for (int i = 0; i < 10; i++) {
      Issuer.ask(authenticator, token);
    }
    assertThat(issuer.asked("/keys")).isEqualTo(1);
    issuer.pass(300_000);
    Issuer.ask(authenticator, token);
    assertThat(issuer.asked("/keys")).isEqualTo(2);
    // a key that is withdrawn is soon refused
    issuer.publish(Issuer.RSA);
    Issuer.ask(authenticator, token);
    issuer.pass(300_000);
    unknownKey(authenticator, token);
  }

  @Test
  void anUnknownKeyIsAskedForOnceInAWhile() throws Exception {
    JwtAuthenticator authenticator = issuer.accepting().build();
    Issuer.ask(authenticator, issuer.token());
    issuer.pass(10_000);
    for (int i = 0; i < 50; i++) {
      unknownKey(authenticator, other());
    }
    assertThat(issuer.asked("/keys")).isEqualTo(2);
    issuer.publish(Issuer.OTHER_RSA);
    issuer.pass(9_999);
    unknownKey(authenticator, other());
    issuer.pass(1);
    assertThat(Issuer.ask(authenticator, other()).name()).isEqualTo("alice");
    assertThat(issuer.asked("/keys")).isEqualTo(3);
    unknownKey(authenticator, issuer.token());
  }

  @Test
  void whileTheIssuerIsDownNobodySaysWhoIsRight() throws Exception {
    issuer.on("/keys", Issuer.text(500, "oops"));
    JwtAuthenticator authenticator = issuer.accepting().build();
    for (int i = 0; i < 20; i++) {
      unavailable(authenticator, issuer.token());
    }
    assertThat(issuer.asked("/keys")).as("tries within a second").isEqualTo(1);
    issuer.publish(Issuer.RSA);
    issuer.pass(1_000);
    assertThat(Issuer.ask(authenticator, issuer.token()).name()).isEqualTo("alice");
  }

  @Test
  void oldKeysServeOnForAWhile() throws Exception {
    JwtAuthenticator authenticator = issuer.accepting().outage(Duration.ofMinutes(30)).build();
    String token =
        Issuer.sign(
            issuer.claims().expirationTime(Date.from(issuer.now().plusSeconds(7200))).build(),
            Issuer.RSA,
            JWSAlgorithm.RS256);
    Issuer.ask(authenticator, token);
    issuer.on("/keys", Issuer.text(503, ""));
    issuer.pass(34 * 60_000);
    assertThat(Issuer.ask(authenticator, token).name()).isEqualTo("alice");
    // whether a new key is theirs cannot be known
    unavailable(authenticator, other());
    issuer.pass(60_000);
    unavailable(authenticator, token);
  }

  @Test
  void nobodyListens() throws Exception {
    JwtAuthenticator authenticator = issuer.accepting().build();
    String token = issuer.token();
    issuer.close();
    unavailable(authenticator, token);
  }

  @Test
  void aSlowIssuerIsGivenUp() {
    issuer.on("/keys", exchange -> Issuer.sleep(20_000));
    JwtAuthenticator authenticator =
        issuer.accepting().timeouts(Duration.ofSeconds(1), Duration.ofMillis(300)).build();
    long start = System.nanoTime();
    unavailable(authenticator, issuer.token());
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(290), Duration.ofSeconds(10));
  }

  @Test
  void anIssuerThatTricklesIsGivenUp() {
    issuer.on(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 400; i++) {
              out.write(' ');
              out.flush();
              Issuer.sleep(50);
            }
          }
        });
    JwtAuthenticator authenticator =
        issuer.accepting().timeouts(Duration.ofSeconds(1), Duration.ofMillis(300)).build();
    long start = System.nanoTime();
    unavailable(authenticator, issuer.token());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  /** The keys are asked for, which {@code asked} tells, and refused when {@code answer} says. */
  private void failSlowly(CountDownLatch asked, CountDownLatch answer) {
    issuer.on(
        "/keys",
        exchange -> {
          asked.countDown();
          try {
            answer.await();
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
          exchange.sendResponseHeaders(500, -1);
        });
  }

  @Test
  void whileOneFetchesTheOthersGoOnWithOldKeys() throws Exception {
    JwtAuthenticator authenticator = issuer.accepting().build();
    String token = issuer.token();
    Issuer.ask(authenticator, token);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    failSlowly(asked, answer);
    issuer.pass(300_000);
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      Future<?> fetching = one.submit(() -> Issuer.ask(authenticator, token));
      asked.await();
      assertThat(Issuer.ask(authenticator, token).name()).isEqualTo("alice");
      assertThat(fetching.isDone()).isFalse();
      answer.countDown();
      fetching.get();
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void unknownKeysDoNotHoldThreadsWhileTheIssuerIsDown() throws Exception {
    JwtAuthenticator authenticator =
        issuer.accepting().timeouts(WAIT, Duration.ofSeconds(50)).build();
    String token = issuer.token();
    Issuer.ask(authenticator, token);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    failSlowly(asked, answer);
    issuer.pass(10_000);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Void> junk =
          () -> {
            unavailable(authenticator, other());
            return null;
          };
      Future<Void> fetching = threads.submit(junk);
      asked.await();
      List<Future<Void>> others = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        others.add(threads.submit(junk));
      }
      for (Future<Void> call : others) {
        call.get(20, TimeUnit.SECONDS);
      }
      assertThat(fetching.isDone()).isFalse();
      assertThat(Issuer.ask(authenticator, token).name()).isEqualTo("alice");
      answer.countDown();
      fetching.get();
    } finally {
      threads.shutdownNow();
    }
    // a failure counts for the interval as well
    issuer.pass(9_999);
    unavailable(authenticator, other());
    assertThat(issuer.asked("/keys")).isEqualTo(2);
    issuer.publish(Issuer.OTHER_RSA);
    issuer.pass(1);
    assertThat(Issuer.ask(authenticator, other()).name()).isEqualTo("alice");
  }

  @Test
  void withoutKeysNobodyWaitsForAnIssuerThatIsDown() throws Exception {
    issuer.on("/keys", Issuer.text(500, "oops"));
    JwtAuthenticator authenticator =
        issuer.accepting().timeouts(WAIT, Duration.ofSeconds(50)).build();
    unavailable(authenticator, issuer.token());
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    issuer.on(
        "/keys",
        exchange -> {
          asked.countDown();
          try {
            answer.await();
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
          Issuer.text(200, new JWKSet(Issuer.RSA).toString()).to(exchange);
        });
    issuer.pass(1_000);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> fetching = threads.submit(() -> Issuer.ask(authenticator, issuer.token()));
      asked.await();
      threads.submit(() -> unavailable(authenticator, issuer.token())).get(20, TimeUnit.SECONDS);
      answer.countDown();
      fetching.get();
    } finally {
      threads.shutdownNow();
    }
    assertThat(Issuer.ask(authenticator, issuer.token()).name()).isEqualTo("alice");
  }

  @Test
  void manyThreadsFetchOnce() throws Exception {
    JwtAuthenticator authenticator = issuer.accepting().build();
    String good = issuer.token();
    String ec = Issuer.sign(issuer.claims().build(), Issuer.EC, JWSAlgorithm.ES256);
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build();
    String forged = Issuer.sign(issuer.claims().build(), Issuer.OTHER_RSA, header);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(
            () -> {
              for (int call = 0; call < 4; call++) {
                assertThat(Issuer.ask(authenticator, good).name()).isEqualTo("alice");
                assertThat(Issuer.ask(authenticator, ec).name()).isEqualTo("alice");
                assertThatThrownBy(() -> Issuer.ask(authenticator, forged))
                    .hasMessage("The signature of the token is wrong");
                unknownKey(authenticator, other());
              }
              return null;
            });
      }
      for (Future<Void> call : threads.invokeAll(calls)) {
        call.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(issuer.asked("/keys")).isEqualTo(1);
  }

  @Test
  void theIssuersConfigurationSaysWhereKeysAre() throws Exception {
    JwtAuthenticator authenticator = issuer.discovering().build();
    assertThat(Issuer.ask(authenticator, issuer.token()).name()).isEqualTo("alice");
    assertThat(issuer.asked(Issuer.CONFIGURATION)).isEqualTo(1);
    assertThat(issuer.asked("/keys")).isEqualTo(1);
  }

  @Test
  void theConfigurationMustBeTheIssuersOwn() {
    issuer.configure("https://example.org", issuer.url() + "/keys");
    unavailable(issuer.discovering().build(), issuer.token());
    issuer.configure(issuer.url(), "http://example.org/keys");
    unavailable(issuer.discovering().build(), issuer.token());
    issuer.configure(issuer.url(), "file:///etc/passwd");
    unavailable(issuer.discovering().build(), issuer.token());
    issuer.on(Issuer.CONFIGURATION, Issuer.text(200, "{}"));
    unavailable(issuer.discovering().build(), issuer.token());
    for (String text : List.of("<html>", "null", "")) {
      issuer.on(Issuer.CONFIGURATION, Issuer.text(200, text));
      unavailable(issuer.discovering().build(), issuer.token());
    }
    assertThat(issuer.asked("/keys")).isZero();
  }

  @Test
  void twoIssuersHaveKeysOfTheirOwn() throws Exception {
    try (Issuer second = new Issuer()) {
      second.publish(Issuer.OTHER_RSA);
      JwtAuthenticator both = issuer.discovering().issuer(second.url()).build();
      Principal here = Issuer.ask(both, issuer.token());
      assertThat(here.claims()).containsEntry("iss", issuer.url());
      String own = Issuer.sign(second.claims().build(), Issuer.OTHER_RSA, JWSAlgorithm.RS256);
      Principal there = Issuer.ask(both, own);
      assertThat(there.claims()).containsEntry("iss", second.url());
      // one name, two people: what is kept for callers goes by domain and name
      assertThat(there.name()).isEqualTo(here.name());
      assertThat(here.domain()).isEqualTo("jwt:" + issuer.url());
      assertThat(there.domain()).isEqualTo("jwt:" + second.url());
      // the one cannot issue in the name of the other
      unknownKey(both, other());
      unknownKey(both, second.token());
    }
  }

  @Test
  void redirectsAreNotFollowed() {
    issuer.on("/elsewhere", Issuer.text(200, "{}"));
    issuer.on(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().set("Location", issuer.url() + "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
        });
    unavailable(issuer.accepting().build(), issuer.token());
    assertThat(issuer.asked("/elsewhere")).isZero();
  }

  @Test
  void whatIsNoKeySetIsNotUsed() {
    for (String text :
        List.of("", "null", "[]", "{}", "{\"keys\":7}", "{\"keys\":[]}", "{\"keys\":[1,{}]}")) {
      issuer.on("/keys", Issuer.text(200, text));
      unavailable(issuer.accepting().build(), issuer.token());
    }
    issuer.on("/keys", Issuer.text(200, " ".repeat(2 << 20)));
    unavailable(issuer.accepting().build(), issuer.token());
  }

  @Test
  void keysThatCannotBeUsedDoNotSpoilTheOthers() throws Exception {
    String good = Issuer.RSA.toPublicJWK().toJSONString();
    issuer.on(
        "/keys",
        Issuer.text(
            200,
            "{\"keys\":[{\"kty\":\"new\"},{\"kty\":\"EC\",\"crv\":\"P-1\",\"x\":\"AA\",\"y\":\"AA\"},"
                + "{\"kty\":\"RSA\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"},3,"
                + good
                + "]}"));
    assertThat(Issuer.ask(issuer.accepting().build(), issuer.token()).name()).isEqualTo("alice");
  }
}
