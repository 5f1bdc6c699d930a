package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1:80",
        "[::1]:8080",
        "[::1]",
        "my-host.example:65535",
        "a_b"
      })
  void hostsAreRepeated(String host) {
    assertThat(PageAddress.of("http", host, "127.0.0.1:1", "/p"))
        .isEqualTo("http://" + host + "/p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a'b",
        "a\"b",
        "<b>",
        "a/b",
        "user@host",
        ":80",
        "a:",
        "a:b",
        "a:123456",
        "[::1",
        "[::1]x",
        "a:1:2"
      })
  void whatIsNoHostIsNot(String host) {
    assertThat(PageAddress.of("http", host, "127.0.0.1:1", "")).isEqualTo("http://127.0.0.1:1");
  }

  @Test
  void aProxySaysTheScheme() {
    assertThat(PageAddress.scheme("https", "http")).isEqualTo("https");
    assertThat(PageAddress.scheme("HTTPS, http", "http")).isEqualTo("https");
    assertThat(PageAddress.scheme("javascript", "http")).isEqualTo("http");
    assertThat(PageAddress.scheme(null, "https")).isEqualTo("https");
  }
}
