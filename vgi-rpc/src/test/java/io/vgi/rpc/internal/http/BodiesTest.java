package io.vgi.rpc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.HttpOptions;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.external.FileStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of every size and of clients of every speed. */
@Timeout(60)
class BodiesTest {
  private static final String TWICE = "/" + Counting.PROTOCOL + "/twice";
  private static final int BIG = 3 << 20;

  private final BufferAllocator memory = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();
  private final HttpClient web = HttpClient.newHttpClient();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
  }

  @Test
  void bigBodiesAreReadWhole() throws Exception {
    Listener listener = listen(options());
    HttpCaller caller = new HttpCaller(listener, memory);
    byte[] big = big(caller);
    assertThat(big.length).isGreaterThan(BIG);
    assertThat(caller.parts(post(listener, BodyPublishers.ofByteArray(big))).get(0).number())
        .isEqualTo(42);
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(big));
    assertThat(caller.parts(post(listener, chunked)).get(0).number()).isEqualTo(42);
  }

  @Test
  void bigBodiesAboveTheLimitAreRefused() throws Exception {
    Listener listener = listen(options().maxRequestBytes(5 << 20));
    HttpCaller caller = new HttpCaller(listener, memory);
    byte[] big = big(caller);
    assertThat(caller.parts(caller.post(TWICE, big)).get(0).number()).isEqualTo(42);
    byte[] over = new byte[(5 << 20) + 1];
    assertThat(post(listener, BodyPublishers.ofByteArray(over)).statusCode()).isEqualTo(413);
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(over));
    assertThat(post(listener, chunked).statusCode()).isEqualTo(413);
  }

  @Test
  void bigUploadsAreTaken(@TempDir Path folder) throws Exception {
    FileStorage storage = FileStorage.in(folder);
    // uploads are there for what is above the limit of requests
    Listener listener = listen(options().maxRequestBytes(1 << 20).externalStorage(storage));
    URI slot = storage.slot(BIG, Duration.ofMinutes(1)).upload();
    byte[] content = new byte[BIG];
    HttpRequest put = HttpRequest.newBuilder(slot).PUT(BodyPublishers.ofByteArray(content)).build();
    assertThat(web.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    try (var files = Files.list(folder)) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isEqualTo(BIG);
    }
    assertThat(listener.address()).startsWith("http://127.0.0.1:");
  }

  private byte[] big(HttpCaller caller) {
    Metadata request = HttpCaller.request("twice");
    return caller.number(21, request.toBuilder().put("padding", "x".repeat(BIG)).build());
  }

  private HttpResponse<byte[]> post(Listener listener, BodyPublisher body) throws Exception {
    URI address = URI.create(listener.address() + TWICE);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", HttpCaller.ARROW)
            .POST(body)
            .build();
    return web.send(request, BodyHandlers.ofByteArray());
  }

  private static HttpOptions.Builder options() {
    return HttpOptions.builder().grace(Duration.ofSeconds(5));
  }

  private Listener listen(HttpOptions.Builder options) throws IOException {
    Listener listener = new Counting().server(memory).build().http(options.build());
    listeners.add(listener);
    return listener;
  }
}
