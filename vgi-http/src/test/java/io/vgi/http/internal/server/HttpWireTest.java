package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.rpc.Listener;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients' libraries hide: the lines of HTTP as they are on the wire. */
@Timeout(60)
@Order(1) // waits long: it begins
class HttpWireTest {
  private static final String TWICE = "POST /" + Counting.PROTOCOL + "/twice HTTP/1.1\r\n";
  private static final String ARROW =
      "Host: localhost\r\nContent-Type: " + HttpCaller.ARROW + "\r\n";

  private final BufferAllocator memory = new RootAllocator();
  private Listener listener;
  private byte[] request;

  @BeforeEach
  void listen() throws IOException {
    HttpOptions options =
        HttpOptions.builder().grace(Duration.ofSeconds(5)).maxRequestBytes(65_536).build();
    listener = HttpServer.start(new Counting().server(memory).build(), options);
    request = new HttpCaller(listener, memory).number(4, HttpCaller.request("twice"));
  }

  @AfterEach
  void nothingLeaks() {
    listener.close();
    memory.close();
  }

  @Test
  void aBodyIsAskedForBeforeItIsSent() throws IOException {
    String expecting = TWICE + ARROW + "Expect: 100-continue\r\nContent-Length: ";
    try (Socket socket = connect()) {
      send(socket, expecting + request.length + "\r\n\r\n");
      assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(line(socket)).isEmpty();
      socket.getOutputStream().write(request);
      assertThat(answer(socket).get("")).isEqualTo("HTTP/1.1 200 OK");
    }
    try (Socket socket = connect()) {
      send(socket, expecting + "65537\r\n\r\n");
      assertThat(answer(socket).get("")).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void aBodyInChunksIsOneBody() throws IOException {
    try (Socket socket = connect()) {
      send(socket, TWICE + ARROW + "Transfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < request.length; i++) {
        send(socket, "1\r\n");
        socket.getOutputStream().write(request, i, 1);
        send(socket, "\r\n");
      }
      send(socket, "0\r\n\r\n");
      assertThat(answer(socket).get("")).isEqualTo("HTTP/1.1 200 OK");
    }
    try (Socket socket = connect()) {
      send(socket, TWICE + ARROW + "Transfer-Encoding: chunked\r\n\r\n10001\r\n");
      socket.getOutputStream().write(new byte[65_537]);
      assertThat(answer(socket).get("")).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void theLengthIsThatOfTheBodyAndRequestsMayFollowAtOnce() throws IOException {
    try (Socket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        send(socket, TWICE + ARROW + "Content-Length: " + request.length + "\r\n\r\n");
        socket.getOutputStream().write(request);
        send(socket, "HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
      for (int i = 0; i < 3; i++) {
        Map<String, String> answer = answer(socket);
        assertThat(answer.get("")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer).doesNotContainKey("transfer-encoding");
        byte[] body =
            socket.getInputStream().readNBytes(Integer.parseInt(answer.get("content-length")));
        assertThat(body).endsWith(-1, -1, -1, -1, 0, 0, 0, 0);
        assertThat(answer(socket).get("")).isEqualTo("HTTP/1.1 200 OK");
      }
    }
  }

  /** The refusal comes at once; the body that never comes does not keep the connection for long. */
  @Test
  void aRefusedBodyIsNotWaitedForForEver() throws IOException {
    String missing = "Content-Length: 1000\r\n\r\n";
    String chunked = "Transfer-Encoding: chunked\r\n\r\n";
    List<String> requests =
        List.of(
            "POST /a/b/c/d HTTP/1.1\r\n" + ARROW + missing,
            "POST /a/b/c/d HTTP/1.1\r\n" + ARROW + chunked,
            "POST /a/b/c/d HTTP/1.1\r\nConnection: close\r\n" + ARROW + missing,
            "GET /health HTTP/1.1\r\n" + ARROW + missing,
            "OPTIONS /health HTTP/1.1\r\n" + ARROW + missing,
            TWICE + ARROW + "Content-Length: 70000\r\n\r\n");
    List<Socket> sockets = new ArrayList<>();
    try {
      for (String request : requests) {
        Socket socket = connect();
        sockets.add(socket);
        socket.setSoTimeout(2_000);
        send(socket, request);
        assertThat(answer(socket).get("")).as(request).matches("HTTP/1.1 (2|4).*");
      }
      for (Socket socket : sockets) {
        socket.setSoTimeout(20_000);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    long begin = System.nanoTime();
    listener.close();
    assertThat(System.nanoTime() - begin).isLessThan(4_000_000_000L);
  }

  @Test
  void aRefusedBodyThatComesLeavesTheConnectionInOrder() throws IOException {
    try (Socket socket = connect()) {
      send(socket, "POST /a/b/c/d HTTP/1.1\r\n" + ARROW + "Content-Length: 3000000\r\n\r\n");
      Map<String, String> refused = answer(socket);
      assertThat(refused.get("")).startsWith("HTTP/1.1 404 ");
      socket.getInputStream().skipNBytes(Integer.parseInt(refused.get("content-length")));
      socket.getOutputStream().write(new byte[3_000_000]);
      send(socket, TWICE + ARROW + "Content-Length: " + request.length + "\r\n\r\n");
      socket.getOutputStream().write(request);
      assertThat(answer(socket).get("")).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  private Socket connect() throws IOException {
    URI address = URI.create(listener.address());
    return new Socket(address.getHost(), address.getPort());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The headers of a response by name, and its first line under no name. */
  private static Map<String, String> answer(Socket socket) throws IOException {
    Map<String, String> found = new HashMap<>();
    found.put("", line(socket));
    String line = line(socket);
    while (!line.isEmpty()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      found.put(name, line.substring(colon + 1).strip());
      line = line(socket);
    }
    assertThat(found).containsEntry("vgi-accept-max-response-bytes-support", "true");
    return found;
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = socket.getInputStream().read();
    while (c >= 0 && c != '\n') {
      line.append(c == '\r' ? "" : String.valueOf((char) c));
      c = socket.getInputStream().read();
    }
    return line.toString();
  }
}
