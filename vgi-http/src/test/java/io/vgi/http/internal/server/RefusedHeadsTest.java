package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.rpc.Listener;
import io.vgi.rpc.counting.Counting;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that their heads are enough to refuse. */
@Timeout(60)
class RefusedHeadsTest {
  private static final int SOON_MILLIS = 10_000;

  @ParameterizedTest
  @CsvSource({
    "/none.v1/twice, application/vnd.apache.arrow.stream, 65536, 404, no",
    "/count.v1/nothing, application/vnd.apache.arrow.stream, 65536, 404, no",
    "/count.v1/twice, text/plain, 65536, 415, no",
    "/count.v1/twice, application/vnd.apache.arrow.stream, 100, 400, no",
    "/none.v1/twice, application/vnd.apache.arrow.stream, 65536, 404, gzip",
  })
  void theBodyIsNotWaitedFor(String path, String type, String limit, int status, String coding)
      throws Exception {
    HttpOptions options = HttpOptions.builder().grace(Duration.ZERO).build();
    try (BufferAllocator memory = new RootAllocator();
        Listener listener = HttpServer.start(new Counting().server(memory).build(), options)) {
      URI address = URI.create(listener.address());
      try (Socket client = new Socket(address.getHost(), address.getPort())) {
        client.setSoTimeout(SOON_MILLIS);
        String head =
            "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\nContent-Type: "
                + type
                + "\r\nVGI-Accept-Max-Response-Bytes: "
                + limit
                + (coding.equals("no") ? "" : "\r\nContent-Encoding: " + coding)
                + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] begin = client.getInputStream().readNBytes(12);
        assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 " + status);
        // and the connection serves on when the body has come
        client.getOutputStream().write(new byte[100_000]);
        String next = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        client.getOutputStream().write(next.getBytes(StandardCharsets.US_ASCII));
        String rest = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(rest).contains("HTTP/1.1 200");
      }
    }
  }
}
