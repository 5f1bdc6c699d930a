package io.vgi.http.internal.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Principal;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts a server answers for, by requests as browsers send them. */
@Timeout(60)
class HostCheckTest {
  private static final Authenticator SOMEBODY =
      Authenticator.bearer(Map.of("t", new Principal("bearer", "x", Map.of())));

  private final BufferAllocator server = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LocalHost:81", "127.0.0.1", "127.0.0.1:9", "[::1]", "[::1]:80"})
  void ownNamesAreAnswered(String host) throws Exception {
    assertThat(status(listen(HttpOptions.builder()), host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "127.0.0.1.evil.example:80",
        "[::2]",
        "127.0.0.2",
        ""
      })
  void othersAreNot(String host) throws Exception {
    Listener listener = listen(HttpOptions.builder());
    assertThat(status(listener, host)).isEqualTo(421);
    String whole = ask(listener, "POST /" + Counting.PROTOCOL + "/twice", host);
    assertThat(whole).startsWith("HTTP/1.1 421 ").contains("{\"error\":\"This server does not");
  }

  @Test
  void anotherLoopbackAddressGoesByItself() throws Exception {
    Listener listener = listen(HttpOptions.builder().host("127.0.0.5"));
    assertThat(status(listener, "127.0.0.5")).isEqualTo(200);
    assertThat(status(listener, "evil.example")).isEqualTo(421);
  }

  @Test
  void whoeverChecksCallersAnswersForAll() throws Exception {
    Listener listener = listen(HttpOptions.builder().authenticator(SOMEBODY));
    assertThat(status(listener, "worker.example")).isEqualTo(200);
  }

  @Test
  void hostsCanBeNamed() throws Exception {
    HttpOptions.Builder named = HttpOptions.builder().allowedHosts(Set.of("Worker.example"));
    Listener open = listen(named);
    assertThat(status(open, "worker.example:443")).isEqualTo(200);
    assertThat(status(open, "localhost")).isEqualTo(200);
    assertThat(status(open, "evil.example")).isEqualTo(421);
    Listener guarded = listen(named.copy().authenticator(SOMEBODY));
    assertThat(status(guarded, "evil.example")).isEqualTo(421);
    Listener all = listen(HttpOptions.builder().allowedHosts(Set.of("*")));
    assertThat(status(all, "evil.example")).isEqualTo(200);
  }

  @Test
  void openServersOfTheNetworkAreMeantToBe() throws Exception {
    assertThatThrownBy(() -> listen(HttpOptions.builder().host("0.0.0.0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Without an authenticator everybody who reaches '0.0.0.0' may call; set one, or"
                + " allowAnonymous(true) when that is meant");
    Listener open = listen(HttpOptions.builder().host("0.0.0.0").allowAnonymous(true));
    assertThat(status(open, "worker.example")).isEqualTo(200);
    Listener guarded = listen(HttpOptions.builder().host("0.0.0.0").authenticator(SOMEBODY));
    assertThat(status(guarded, "worker.example")).isEqualTo(200);
  }

  private int status(Listener listener, String host) throws IOException {
    return Integer.parseInt(ask(listener, "GET /health", host).substring(9, 12));
  }

  private String ask(Listener listener, String what, String host) throws IOException {
    URI address = URI.create(listener.address());
    String to = address.getHost().equals("0.0.0.0") ? "127.0.0.1" : address.getHost();
    try (Socket socket = new Socket(to, address.getPort())) {
      String head = what + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private Listener listen(HttpOptions.Builder options) throws IOException {
    Listener listener = HttpServer.start(new Counting().server(server).build(), options.build());
    listeners.add(listener);
    return listener;
  }
}
