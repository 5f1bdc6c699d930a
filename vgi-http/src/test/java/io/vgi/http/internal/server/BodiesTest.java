package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.FileStorage;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.counting.Counting;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Bodies of every size and of clients of every speed. */
@Timeout(60)
@Isolated // it measures the direct memory of the whole process
class BodiesTest {
  private static final String TWICE = "/" + Counting.PROTOCOL + "/twice";
  private static final String HEAD =
      " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + HttpCaller.ARROW + "\r\n";
  private static final int BIG = 3 << 20;

  private final BufferAllocator memory = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();
  private final HttpClient web = HttpClient.newHttpClient();
  private final List<Socket> opened = new ArrayList<>();

  @AfterEach
  void nothingLeaks() throws IOException {
    for (Socket socket : opened) {
      socket.close();
    }
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
    ExternalStorage storage = FileStorage.in(folder);
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

  @Test
  void slowBodiesTakeLittleMemoryAndNobodysPlace() throws Exception {
    Listener listener = tight();
    HttpCaller caller = new HttpCaller(listener, memory);
    caller.call("twice", 1);
    long before = direct();
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = connect(listener);
        slow.add(socket);
        send(socket, "POST " + TWICE + HEAD + "Content-Length: 100000\r\n\r\nslowly");
      }
      assertThat(caller.parts(caller.call("twice", 21)).get(0).number()).isEqualTo(42);
      assertThat(direct() - before).isLessThan(8 << 20);
      // what they began comes to its end all the same
      byte[] rest = new byte[100_000 - 6];
      slow.get(0).getOutputStream().write(rest);
      assertThat(status(slow.get(0))).contains(" 400 ");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void bodiesThatHaveNoPlaceComeAgain() throws Exception {
    Listener listener = tight();
    HttpCaller caller = new HttpCaller(listener, memory);
    byte[] part = new byte[6_500_000];
    String head = "POST " + TWICE + HEAD + "Content-Length: 7000000\r\n\r\n";
    try (Socket first = connect(listener)) {
      send(first, head);
      first.getOutputStream().write(part);
      HttpResponse<byte[]> busy = busy(listener, caller, head, part);
      assertThat(busy.statusCode()).isEqualTo(503);
      assertThat(busy.headers().firstValue("Retry-After")).contains("1");
      assertThat(busy.headers().firstValue("VGI-Accept-Max-Response-Bytes-Support"))
          .contains("true");
      // chunks do not tell how many they will be
      BodyPublisher chunked =
          BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3_000_000]));
      assertThat(post(listener, chunked).statusCode()).isEqualTo(503);
      assertThat(caller.parts(caller.call("twice", 21)).get(0).number()).isEqualTo(42);
      first.getOutputStream().write(new byte[500_000]);
      assertThat(status(first)).contains(" 400 ");
    }
    for (Socket second : opened) {
      second.close();
    }
    // who is alone may have all that the limit allows
    byte[] big = big(caller);
    assertThat(caller.parts(caller.post(TWICE, big)).get(0).number()).isEqualTo(42);
    HttpCaller coded = new HttpCaller(listener, memory).header("Content-Encoding", "zstd");
    byte[] small = Zstd.compress(big);
    for (int i = 0; i < 20; i++) { // and again, as soon as it is answered
      assertThat(coded.parts(coded.post(TWICE, small)).get(0).number()).isEqualTo(42);
    }
  }

  @Test
  void aBodyThatDripsIsCutOffAndGivesItsPlaceBack() throws Exception {
    System.setProperty(Pace.SECONDS_PROPERTY, "1");
    Listener listener = tight();
    HttpCaller caller = new HttpCaller(listener, memory);
    try (Socket drip = connect(listener)) {
      drip.setTcpNoDelay(true);
      send(drip, "POST " + TWICE + HEAD + "Content-Length: 7000000\r\n\r\n");
      // as much as must be held, and then as little as passes for life
      drip.getOutputStream().write(new byte[2_000_000]);
      long begin = System.nanoTime();
      assertThatThrownBy(
              () -> {
                while (System.nanoTime() - begin < 45_000_000_000L) {
                  drip.getOutputStream().write(0);
                  Thread.sleep(20);
                }
              })
          .isInstanceOf(IOException.class);
    } finally {
      System.clearProperty(Pace.SECONDS_PROPERTY);
    }
    byte[] big = big(caller);
    assertThat(caller.parts(caller.post(TWICE, big)).get(0).number()).isEqualTo(42);
  }

  /** The answer to a third body while a second one is under way, which stays so. */
  private HttpResponse<byte[]> busy(Listener listener, HttpCaller caller, String head, byte[] part)
      throws Exception {
    HttpResponse<byte[]> answer = null;
    for (int i = 1; i <= 20 && (answer == null || answer.statusCode() != 503); i++) {
      // the second may have come while the third had its place, and is refused then
      Socket second = connect(listener);
      opened.add(second);
      send(second, head);
      second.getOutputStream().write(part);
      Thread.sleep(50L * i);
      answer = caller.post(TWICE, new byte[3_000_000]);
    }
    return Objects.requireNonNull(answer);
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static Socket connect(Listener listener) throws IOException {
    URI address = URI.create(listener.address());
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String status(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
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

  /** A server whose calls may have 16 MiB together, of which one may have 15. */
  private Listener tight() throws IOException {
    Listener listener =
        HttpServer.start(
            new Counting().server(memory).memoryLimit(16 << 20).build(), options().build());
    listeners.add(listener);
    return listener;
  }

  private Listener listen(HttpOptions.Builder options) throws IOException {
    Listener listener = HttpServer.start(new Counting().server(memory).build(), options.build());
    listeners.add(listener);
    return listener;
  }
}
