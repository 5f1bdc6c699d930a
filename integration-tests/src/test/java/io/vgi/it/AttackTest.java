package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean harm to one worker: they are refused cheaply, and the others are served on. */
@TestInstance(Lifecycle.PER_CLASS)
class AttackTest {
  private static final int HALF_OPEN = 10_000;
  private static final int SLOW = 500;
  private static final long HEADER_BYTES = 1L << 30;
  private static final long PAST_EVERY_TIMEOUT_MILLIS = 45_000;
  private static final String CALL = "/vgi.v2/catalog_catalogs";

  private ServingWorker worker;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    worker =
        ServingWorker.example(
            folder.resolve("errors"), Map.of(), "--http", "--max-request-bytes", "1048576");
    served();
  }

  @AfterAll
  void stop() throws Exception {
    worker.close();
  }

  @Test
  void connectionsThatSayNothingAndClientsThatStandStill() throws Exception {
    long files = worker.files();
    long threads = worker.threads();
    List<SocketChannel> open = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_OPEN; i++) {
        SocketChannel channel = connect();
        open.add(channel);
        if (i % 2 == 0) {
          send(channel, "POST " + CALL + " HTTP/1.1\r\nHost: localhost\r\nX-A: ");
        }
      }
      for (int i = 0; i < SLOW; i++) {
        SocketChannel channel = connect();
        open.add(channel);
        send(
            channel,
            "POST "
                + CALL
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/vnd.apache.arrow.stream\r\n"
                + "Content-Length: 100000\r\n\r\nslowly");
      }
      served();
      assertThat(worker.threads()).isLessThan(threads + 80);
      Thread.sleep(PAST_EVERY_TIMEOUT_MILLIS);
      served();
      // those that began a request and did not go on were cut off, without anybody's doing
      assertThat(worker.files()).isLessThan(files + HALF_OPEN / 2 + 200);
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
    for (int i = 0; i < 100 && worker.files() > files + 100; i++) {
      Thread.sleep(100);
    }
    assertThat(worker.files()).isLessThan(files + 100);
    served();
  }

  @Test
  void headersWithoutEnd() throws Exception {
    long resident = worker.resident();
    byte[] part = "X-Padding: ".concat("a".repeat(8 << 10)).getBytes(StandardCharsets.US_ASCII);
    long sent = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), worker.port())) {
      OutputStream out = socket.getOutputStream();
      out.write("GET /health HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      while (sent < HEADER_BYTES) {
        out.write(part);
        sent += part.length;
      }
    } catch (IOException refused) {
      // the worker closed the connection, which is what is wanted
      assertThat(sent).isLessThan(64 << 20);
    }
    assertThat(sent).isLessThan(HEADER_BYTES);
    served();
    assertThat(worker.resident()).isLessThan(resident + (128 << 10));
  }

  @Test
  void pathsThatLeadElsewhere() throws Exception {
    for (String path :
        List.of(
            "/../../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/vgi.v2/../../etc/passwd",
            "/vgi.v2%2Fcatalog_catalogs",
            "//etc/passwd",
            "/vgi.v2/" + "a".repeat(20_000))) {
      String answer =
          raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).matches("(?s)HTTP/1.1 (404|405|400|414).*");
      assertThat(answer).doesNotContain("root:");
    }
    served();
  }

  @Test
  void aPrefixIsNoWayOut(@TempDir Path folder) throws Exception {
    Path files = Files.createDirectory(folder.resolve("files"));
    Files.writeString(folder.resolve("secret"), "root: of all");
    try (ServingWorker prefixed =
        ServingWorker.briefExample(
            folder.resolve("prefixed"),
            Map.of(),
            "--http",
            "--prefix",
            "/a/b",
            "--external-directory",
            files.toString())) {
      aPrefixIsNoWayOut(prefixed.port(), folder);
    }
  }

  private static void aPrefixIsNoWayOut(int port, Path folder) throws IOException {
    assertThat(
            raw(port, "GET /a/b/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    for (String path :
        List.of(
            "/health",
            "/a/health",
            "/a/b/../health",
            "/a/b/../b/health",
            "/a//b/health",
            "/a/bhealth",
            "/a/b%2Fhealth",
            "/a/b/../../../../etc/passwd",
            "/a/b/%2e%2e/%2e%2e/etc/passwd",
            "/a/b/__files__/../secret",
            "/a/b/__files__/%2e%2e/secret",
            "/a/b/__files__/..%2fsecret",
            "/a/b/__files__//" + folder.resolve("secret"),
            "/a/b/vgi.v2/../../secret")) {
      String answer =
          raw(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).matches("(?s)HTTP/1.1 (404|405|400).*");
      assertThat(answer).doesNotContain("root:");
    }
  }

  @Test
  void bodiesThatAreTooLargeOrLie() throws Exception {
    String head =
        "POST "
            + CALL
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/vnd.apache.arrow.stream\r\n";
    assertThat(raw(head + "Content-Length: 99999999999\r\n\r\nx")).startsWith("HTTP/1.1 413");
    assertThat(raw(head + "Content-Length: 4\r\n\r\nabcd")).startsWith("HTTP/1.1 400");
    assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    StringBuilder chunks = new StringBuilder(head + "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 40; i++) {
      chunks.append("10000\r\n").append("a".repeat(1 << 16)).append("\r\n");
    }
    assertThat(raw(chunks + "0\r\n\r\n")).startsWith("HTTP/1.1 413");
    served();
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), worker.port()));
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Sends {@code text}; returns the beginning of what comes back. */
  private String raw(String text) throws IOException {
    return raw(worker.port(), text);
  }

  private static String raw(int port, String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException refused) {
        // it may answer before it has read everything
        assertThat(text.length()).isGreaterThan(1 << 16);
      }
      byte[] answer = socket.getInputStream().readNBytes(2_000);
      return new String(answer, StandardCharsets.US_ASCII);
    }
  }

  /** Another client is answered, and soon. */
  private void served() throws Exception {
    HttpRequest health = HttpRequest.newBuilder(URI.create(worker.location() + "/health")).build();
    long begin = System.nanoTime();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(health, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
    assertThat(worker.isAlive()).isTrue();
  }
}
