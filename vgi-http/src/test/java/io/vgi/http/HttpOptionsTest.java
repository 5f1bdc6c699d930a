package io.vgi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.auth.Authenticator;
import io.vgi.http.auth.OAuthMetadata;
import io.vgi.rpc.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpOptionsTest {
  @Test
  void whatIsNotSaidSuitsOneMachine() {
    HttpOptions options = HttpOptions.builder().build();
    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isZero();
    assertThat(options.prefix()).isEmpty();
    assertThat(options.authenticator()).isNull();
    assertThat(options.corsOrigins()).isEmpty();
  }

  @Test
  void everyFaultIsSaidAtOnce() {
    HttpOptions.Builder wrong =
        HttpOptions.builder()
            .port(65_536)
            .threads(0)
            .prefix("a b")
            .maxRequestBytes(4_095)
            .maxResponseBytes(65_535)
            .externalThreshold(-1)
            .maxUploadBytes(4_095)
            .externalLifetime(Duration.ZERO)
            .codings(List.of("br"))
            .readCodings(List.of("deflate"))
            .oauth(oauth())
            .tokenKey(new byte[15])
            .tokenLifetime(Duration.ofSeconds(-1));
    assertThatThrownBy(wrong::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The HTTP options are wrong: "
                + String.join(
                    "; ",
                    "the port must be from 0 to 65535, not 65536",
                    "at least one thread is needed, not 0",
                    "the prefix '/a b' may have letters, digits and -_.~ only",
                    "the request limit must be at least 4096 bytes, not 4095",
                    "the response limit must be at least 65536 bytes, not 65535",
                    "the threshold and limit of external results must not be negative",
                    "the upload limit must be at least 4096 bytes, not 4095",
                    "external results must be kept for a while, not for PT0S",
                    "the codings must be of [zstd, gzip], not [br]",
                    "the codings must be of [zstd, gzip], not [deflate]",
                    "the OAuth metadata needs an authenticator that checks the tokens, without one"
                        + " everybody may call",
                    "a token key must have at least 16 bytes, one has 15",
                    "times must not be negative"));
  }

  @Test
  void whatIsAtTheEdgeIsRight() {
    Authenticator who = Authenticator.bearer(Map.of("t", new Principal("bearer", "x", Map.of())));
    HttpOptions options =
        HttpOptions.builder()
            .port(65_535)
            .threads(1)
            .prefix("//a/b.c-d_e~f//")
            .maxRequestBytes(4_096)
            .maxResponseBytes(65_536)
            .maxUploadBytes(4_096)
            .tokenKey(new byte[16])
            .tokenLifetime(Duration.ZERO)
            .oauth(oauth())
            .authenticator(who)
            .build();
    assertThat(options.prefix()).isEqualTo("/a/b.c-d_e~f");
  }

  @Test
  void prefixesAreNoWayOut() {
    for (String prefix : List.of("a/../b", "a//b", "a%2fb", "a?b", "ä")) {
      assertThatThrownBy(() -> HttpOptions.builder().prefix(prefix).build())
          .as(prefix)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the prefix '/" + prefix + "'");
    }
  }

  @Test
  void optionsStayAsTheyWereBuilt() {
    byte[] key = new byte[16];
    HttpOptions.Builder builder = HttpOptions.builder().port(1).tokenKey(key);
    HttpOptions options = builder.build();
    builder.port(2);
    key[0] = 1;
    options.tokenKeys().get(0)[1] = 1;
    assertThat(options.port()).isEqualTo(1);
    assertThat(options.tokenKeys().get(0)).containsOnly(0);
  }

  private static OAuthMetadata oauth() {
    return OAuthMetadata.builder("https://worker.example")
        .authorizationServer("https://login.example")
        .build();
  }
}
