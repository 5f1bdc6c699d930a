package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.AuthUnavailableException;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Listener;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a user's authenticator or page does, the client is answered. */
@Timeout(30)
class GuardTest {
  private final BufferAllocator memory = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
  }

  static Stream<Authenticator> broken() {
    return Stream.of(
        request -> null,
        request -> {
          throw new IllegalStateException("out of order");
        },
        request -> {
          throw new AssertionError("out of order");
        });
  }

  @ParameterizedTest
  @MethodSource("broken")
  void anAuthenticatorThatFailsIsUnavailable(Authenticator broken) throws Exception {
    HttpCaller caller = caller(options().authenticator(broken).page(address -> "page"));
    unavailable(caller.call("twice", 1));
    unavailable(caller.send("GET", "/", null, null));
    assertThat(caller.send("GET", "/health", null, null).statusCode()).isEqualTo(200);
  }

  @Test
  void anAuthenticatorThatCannotSaySaysWhen() throws Exception {
    HttpCaller caller =
        caller(
            options()
                .authenticator(
                    request -> {
                      throw new AuthUnavailableException(
                          "The issuer is down", Duration.ofSeconds(7), null);
                    }));
    HttpResponse<byte[]> answer = caller.call("twice", 1);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    assertThat(answer.headers().firstValue("VGI-Accept-Max-Response-Bytes-Support"))
        .contains("true");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"error\":\"The issuer is down\"}");
  }

  @Test
  void aPageThatFailsIsAnError() throws Exception {
    HttpCaller caller =
        caller(
            options()
                .page(
                    address -> {
                      throw new AssertionError("out of paper");
                    }));
    assertThat(caller.send("GET", "/", null, null).statusCode()).isEqualTo(500);
    HttpCaller blank = caller(options().page(address -> null));
    assertThat(blank.send("GET", "/", null, null).statusCode()).isEqualTo(500);
    assertThat(blank.parts(blank.call("twice", 2)).get(0).number()).isEqualTo(4);
  }

  private static void unavailable(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"error\":\"The authenticator failed\"}");
  }

  private static HttpOptions.Builder options() {
    return HttpOptions.builder().grace(Duration.ofSeconds(2));
  }

  private HttpCaller caller(HttpOptions.Builder options) throws IOException {
    Listener listener = HttpServer.start(new Counting().server(memory).build(), options.build());
    listeners.add(listener);
    return new HttpCaller(listener, memory);
  }
}
