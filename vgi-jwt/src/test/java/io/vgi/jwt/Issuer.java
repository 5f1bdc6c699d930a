package io.vgi.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthException.Reason;
import io.vgi.http.auth.AuthRequest;
import io.vgi.http.auth.AuthUnavailableException;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An OpenID provider on this machine, and a clock that goes when told to. */
final class Issuer implements AutoCloseable {
  static final String AUDIENCE = "worker";
  static final String CONFIGURATION = "/.well-known/openid-configuration";
  static final RSAKey RSA = rsa("rsa-1", 2048);
  static final RSAKey OTHER_RSA = rsa("rsa-2", 2048);
  static final ECKey EC = ec("ec-1");

  /** What a path answers. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Issuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    publish(RSA, EC);
    configure(url(), url() + "/keys");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      Answer answer = answers.get(path);
      if (answer == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        answer.to(exchange);
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers {@code path} otherwise from now on. */
  void on(String path, Answer answer) {
    answers.put(path, answer);
  }

  static Answer text(int status, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      exchange.sendResponseHeaders(status, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    };
  }

  void publish(JWK... keys) {
    on("/keys", text(200, new JWKSet(List.of(keys)).toString(true)));
  }

  void configure(String issuer, String keys) {
    on(CONFIGURATION, text(200, "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}"));
  }

  /** How often {@code path} was asked for. */
  long asked(String path) {
    return asked.stream().filter(path::equals).count();
  }

  void pass(long millis) {
    now.addAndGet(millis);
  }

  Instant now() {
    return Instant.ofEpochMilli(now.get());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Instant instant() {
        return now();
      }
    };
  }

  /** Tokens of this issuer for {@link #AUDIENCE}, keys by URL. */
  JwtAuthenticator.Builder accepting() {
    return JwtAuthenticator.builder()
        .issuer(url())
        .audience(AUDIENCE)
        .jwksUrl(url() + "/keys")
        .time(clock(), () -> now.get() * 1_000_000);
  }

  /** Tokens of this issuer for {@link #AUDIENCE}, keys by discovery. */
  JwtAuthenticator.Builder discovering() {
    return JwtAuthenticator.builder()
        .issuer(url())
        .audience(AUDIENCE)
        .time(clock(), () -> now.get() * 1_000_000);
  }

  /** The claims of a good token for alice. */
  JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .subject("alice")
        .audience(AUDIENCE)
        .expirationTime(Date.from(now().plusSeconds(600)));
  }

  String token() {
    return sign(claims().build(), RSA, JWSAlgorithm.RS256);
  }

  static String sign(JWTClaimsSet claims, JWK key, JWSAlgorithm algorithm) {
    return sign(claims, key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build());
  }

  static String sign(JWTClaimsSet claims, JWK key, JWSHeader header) {
    try {
      JWSSigner signer =
          key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException broken) {
      throw new IllegalStateException(broken);
    }
  }

  static Principal ask(Authenticator authenticator, String token)
      throws AuthException, AuthUnavailableException {
    return authenticator.authenticate(request("Bearer " + token));
  }

  /** Has {@code authenticator} refuse {@code token}. */
  static void refused(JwtAuthenticator authenticator, String token, Reason reason, String detail) {
    assertThatThrownBy(() -> ask(authenticator, token))
        .isInstanceOfSatisfying(
            AuthException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused).hasMessage(detail);
            });
  }

  static AuthRequest request(String... authorization) {
    return new AuthRequest(
        "POST",
        "/vgi.v2/bind",
        "127.0.0.1",
        name -> name.equalsIgnoreCase("Authorization") ? List.of(authorization) : List.of());
  }

  static RSAKey rsa(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
    } catch (JOSEException broken) {
      throw new IllegalStateException(broken);
    }
  }

  static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** Sleeps in an answer. */
  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      throw new UncheckedIOException(new IOException(stopped));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
