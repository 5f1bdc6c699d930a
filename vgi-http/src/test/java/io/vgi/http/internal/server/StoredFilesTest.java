package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.FileStorage;
import io.vgi.http.external.UploadSlot;
import io.vgi.rpc.Listener;
import io.vgi.rpc.counting.Counting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Files that come and go over HTTP, and how long they stay. */
@Timeout(60)
@Isolated // it measures the direct memory of the whole process
class StoredFilesTest {
  private static final int MIB = 1 << 20;
  private static final int BIG = 100;
  private static final Duration HOUR = Duration.ofHours(1);

  private final BufferAllocator server = new RootAllocator();
  private final Counting counting = new Counting();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final HttpClient web = HttpClient.newHttpClient();
  private final byte[] piece = new byte[MIB];
  @TempDir Path folder;
  private ExternalStorage files;

  @AfterEach
  void nothingLeaks() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    server.close();
  }

  @Test
  void aBigFileIsReadWithoutBeingInMemory() throws Exception {
    listen(HttpOptions.builder());
    URI url = files.store(Collections.nCopies(BIG, bytes()), (long) BIG * MIB, HOUR);
    long before = directMemory();
    try (Socket client = new Socket()) {
      client.setReceiveBufferSize(64 << 10);
      client.connect(new java.net.InetSocketAddress(url.getHost(), url.getPort()));
      head(
          client,
          "GET " + url.getPath() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      InputStream in = client.getInputStream();
      String head = head(in);
      assertThat(head).startsWith("HTTP/1.1 200").contains("Content-Length: " + BIG * MIB);
      // the client stands still for a moment, with nearly all of it to come
      Thread.sleep(300);
      assertThat(directMemory() - before).isLessThan(16 << 20);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[64 << 10];
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        digest.update(part, 0, count);
      }
      assertThat(hex(digest)).isEqualTo(digestOfAll());
    }
  }

  @Test
  void aBigFileIsTakenWithoutBeingInMemory() throws Exception {
    listen(HttpOptions.builder());
    UploadSlot slot = files.slot((long) BIG * MIB, HOUR);
    long before = directMemory();
    try (Socket client = new Socket(slot.upload().getHost(), slot.upload().getPort())) {
      head(
          client,
          "PUT "
              + slot.upload().getPath()
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              + BIG * MIB
              + "\r\n\r\n");
      OutputStream out = client.getOutputStream();
      bytes();
      for (int i = 0; i < BIG - 1; i++) {
        out.write(piece);
      }
      out.write(piece, 0, MIB - 1);
      assertThat(directMemory() - before).isLessThan(16 << 20);
      assertThat(
              web.send(get(slot.download()), HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(404);
      out.write(piece, MIB - 1, 1);
      assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 204");
    }
    HttpResponse<InputStream> whole =
        web.send(get(slot.download()), HttpResponse.BodyHandlers.ofInputStream());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = whole.body()) {
      byte[] part = new byte[64 << 10];
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        digest.update(part, 0, count);
      }
    }
    assertThat(hex(digest)).isEqualTo(digestOfAll());
    assertThat(names()).hasSize(1);
  }

  @Test
  void uploadsAboveTheLimitAreRefusedAndLeaveNothing() throws Exception {
    listen(HttpOptions.builder());
    UploadSlot slot = files.slot(MIB - 1, HOUR);
    bytes();
    HttpRequest.Builder put = HttpRequest.newBuilder(slot.upload());
    HttpRequest known = put.PUT(HttpRequest.BodyPublishers.ofByteArray(piece)).build();
    assertThat(web.send(known, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(413);
    HttpRequest chunked =
        put.PUT(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(piece)))
            .build();
    assertThat(web.send(chunked, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(413);
    awaitNames(0);
    HttpRequest less = put.PUT(HttpRequest.BodyPublishers.ofByteArray(piece, 0, MIB - 1)).build();
    assertThat(web.send(less, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    assertThat(names()).hasSize(1);
  }

  @Test
  void whatAClientLeavesHalfwayIsDeleted() throws Exception {
    listen(HttpOptions.builder());
    UploadSlot slot = files.slot(MIB, HOUR);
    try (Socket client = new Socket(slot.upload().getHost(), slot.upload().getPort())) {
      head(
          client,
          "PUT "
              + slot.upload().getPath()
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx");
      awaitNames(1);
    }
    awaitNames(0);
  }

  @Test
  void placesForUploadsAreKeptByNobody() throws Exception {
    listen(HttpOptions.builder());
    UploadSlot last = files.slot(10, HOUR);
    for (int i = 0; i < 10_100; i++) {
      last = files.slot(10, HOUR);
    }
    String name = last.upload().toString();
    for (int at = name.lastIndexOf('/') + 1; at < name.length(); at++) {
      char other = name.charAt(at) == '0' ? '1' : '0';
      URI changed = URI.create(name.substring(0, at) + other + name.substring(at + 1));
      assertThat(put(changed)).as("character %s", at).isEqualTo(404);
    }
    assertThat(put(last.upload())).isEqualTo(204);
    assertThat(put(last.download())).isEqualTo(404);
    UploadSlot ended = files.slot(10, Duration.ofMillis(1));
    Thread.sleep(10);
    assertThat(put(ended.upload())).isEqualTo(404);
  }

  @Test
  void filesOutliveTheServerThatStoredThem() throws Exception {
    listen(HttpOptions.builder());
    ExternalStorage first = files;
    listen(HttpOptions.builder());
    ExternalStorage second = files;
    URI url = first.store(List.of(bytes()), MIB, HOUR);
    URI there = URI.create(second.slot(1, HOUR).upload().toString()).resolve(url.getPath());
    open.get(0).close();
    assertThat(web.send(get(there), HttpResponse.BodyHandlers.ofByteArray()).body())
        .isEqualTo(piece);
  }

  @Test
  void whatAKilledProcessLeftIsSweptAway() throws Exception {
    String stale = "0".repeat(32) + ".vgi-part";
    String young = "1".repeat(32) + ".vgi-part";
    String ended = "2".repeat(32) + ".vgi-result";
    write(stale, Duration.ofHours(2));
    write(young, Duration.ZERO);
    write(ended, Duration.ofSeconds(2));
    FileStorage.in(folder).close();
    assertThat(names()).containsExactly(young);
  }

  private void write(String name, Duration age) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "x");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private void listen(HttpOptions.Builder options) throws IOException {
    files = FileStorage.in(folder);
    Listener listener =
        HttpServer.start(
            counting.server(server).build(),
            options.grace(Duration.ofSeconds(5)).externalStorage(files).build());
    open.add(listener);
  }

  private ByteBuffer bytes() {
    new Random(1).nextBytes(piece);
    return ByteBuffer.wrap(piece);
  }

  private String digestOfAll() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < BIG; i++) {
      digest.update(piece);
    }
    return hex(digest);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static long directMemory() {
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        return pool.getMemoryUsed();
      }
    }
    throw new IllegalStateException("This JVM does not tell its direct memory");
  }

  private static void head(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      assertThat(next).as("after " + head).isNotNegative();
      head.write(next);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  private static HttpRequest get(URI url) {
    return HttpRequest.newBuilder(url).build();
  }

  private int put(URI url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString("x")).build();
    return web.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void awaitNames(int count) throws Exception {
    while (names().size() != count) {
      Thread.sleep(10);
    }
  }
}
