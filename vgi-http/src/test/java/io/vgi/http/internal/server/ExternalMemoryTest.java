package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vgi.http.HttpOptions;
import io.vgi.http.external.ExternalStorage;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is fetched for a call counts for it, and comes in the codings that requests may have. */
@Timeout(60)
class ExternalMemoryTest {
  private static final String TWICE = "/" + Counting.PROTOCOL + "/twice";

  private final BufferAllocator memory = new RootAllocator();
  private Listener listener;

  @AfterEach
  void nothingLeaks() {
    listener.close();
    memory.close();
  }

  private HttpCaller caller(HttpOptions.Builder options) throws IOException {
    listener =
        io.vgi.http.HttpServer.start(
            new Counting().server(memory).memoryLimit(16 << 20).build(), options.build());
    return new HttpCaller(listener, memory);
  }

  private byte[] pointer(String location) {
    Metadata metadata =
        HttpCaller.request("twice").toBuilder().put(MetadataKeys.LOCATION, location).build();
    try (WireBatch empty =
        WireBatch.of(Counting.NUMBER, List.of(Counting.NUMBER.field(0).createVector(memory)), 0)) {
      return IpcBytes.ofBatch(empty.withMetadata(metadata), memory);
    }
  }

  private static String code(HttpCaller caller, HttpResponse<byte[]> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    List<HttpCaller.Part> parts = caller.parts(answer);
    return parts.get(parts.size() - 1).metadata().text(MetadataKeys.ERROR_CODE);
  }

  @Test
  void whatHasNoEndIsReadAsFarAsItMayAndGivenBack() throws Exception {
    Endless endless = new Endless();
    HttpCaller caller = caller(HttpOptions.builder().externalStorage(endless));
    for (int i = 0; i < 5; i++) {
      endless.read.set(0);
      assertThat(code(caller, caller.post(TWICE, pointer("x://endless"))))
          .isEqualTo("RESOURCE_EXHAUSTED");
      assertThat(endless.read.get()).isBetween(8L << 20, 16L << 20);
      assertThat(caller.parts(caller.call("twice", 21)).get(0).number()).isEqualTo(42);
    }
  }

  @Test
  void whatIsKnownToBeTooLargeIsNotRead() throws Exception {
    Endless endless = new Endless();
    HttpCaller caller = caller(HttpOptions.builder().externalStorage(endless));
    endless.available = 17 << 20;
    assertThat(code(caller, caller.post(TWICE, pointer("x://endless"))))
        .isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(endless.read.get()).isZero();
  }

  @Test
  void whatOthersHoldMayFitLater() throws Exception {
    Endless endless = new Endless();
    HttpCaller caller = caller(HttpOptions.builder().externalStorage(endless));
    endless.stopAt = 10 << 20;
    Thread first =
        new Thread(
            () -> {
              try {
                caller.post(TWICE, pointer("x://endless"));
              } catch (IOException | InterruptedException closing) {
                // the listener is closed under it
              }
            });
    first.start();
    endless.stopped.await();
    assertThat(code(caller, caller.post(TWICE, pointer("x://second")))).isEqualTo("UNAVAILABLE");
    assertThat(caller.parts(caller.call("twice", 21)).get(0).number()).isEqualTo(42);
    endless.go.countDown();
    first.join();
    String alone = code(caller, caller.post(TWICE, pointer("x://second")));
    while (alone.equals("UNAVAILABLE")) {
      // the answer may be here before the server has given back what the call held
      alone = code(caller, caller.post(TWICE, pointer("x://second")));
    }
    assertThat(alone).isEqualTo("RESOURCE_EXHAUSTED");
  }

  @Test
  void codingsThatAnswersDoNotHaveAreReadAllTheSame() throws Exception {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(coded);
        WireBatch batch = Counting.number(21, memory)) {
      out.write(IpcBytes.ofBatch(batch, memory));
    }
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, coded.size());
          exchange.getResponseBody().write(coded.toByteArray());
          exchange.close();
        });
    web.start();
    try {
      HttpCaller caller =
          caller(HttpOptions.builder().codings(List.of()).externalStorage(new Remote()));
      String url = "http://127.0.0.1:" + web.getAddress().getPort() + "/payload";
      assertThat(caller.parts(caller.post(TWICE, pointer(url))).get(0).number()).isEqualTo(42);
    } finally {
      web.stop(0);
    }
  }

  /** A storage that reads nothing by itself. */
  private static class Remote implements ExternalStorage {
    @Override
    public URI store(List<ByteBuffer> content, long length, Duration lifetime) throws IOException {
      throw new IOException("full");
    }

    @Override
    public boolean owns(URI url) {
      return true;
    }

    @Override
    public boolean allowsLoopback() {
      return true;
    }
  }

  /** A storage of payloads without end, and without a word of their size. */
  private static final class Endless extends Remote {
    private final AtomicLong read = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile int available;
    private volatile long stopAt = Long.MAX_VALUE;

    @Override
    public InputStream open(URI url) {
      boolean first = url.getHost().equals("endless");
      return new InputStream() {
        @Override
        public int read() {
          read.incrementAndGet();
          return 0;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
          if (read.addAndGet(length) > stopAt && first) {
            stopped.countDown();
            try {
              go.await();
            } catch (InterruptedException closing) {
              Thread.currentThread().interrupt();
              return -1;
            }
          }
          return length;
        }

        @Override
        public int available() {
          return available;
        }
      };
    }
  }
}
