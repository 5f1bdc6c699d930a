package io.vgi.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vgi.http.HttpOptions;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.internal.wire.MetadataKeys;
import io.vgi.s3.TextCaller.Part;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers and requests of a worker by way of a real server of S3. */
@Timeout(60)
class S3HttpTest {
  private static final int THRESHOLD = 50_000;
  private static final String BIG = "0123456789".repeat(10);

  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator memory = new RootAllocator();
  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  @TempDir static Path folder;
  private static S3Server s3;
  private Listener listener;
  private TextCaller caller;
  private int before;

  @BeforeAll
  static void start() throws Exception {
    s3 = new S3Server(folder);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @BeforeEach
  void serve() throws Exception {
    before = s3.objects().size();
    S3Storage storage =
        S3Storage.builder()
            .bucket(S3Server.BUCKET)
            .prefix("vgi")
            .endpoint(s3.endpoint())
            .credentials(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)
            .build();
    listener =
        io.vgi.http.HttpServer.start(
            Texts.server(server),
            HttpOptions.builder()
                .grace(Duration.ofSeconds(5))
                .maxRequestBytes(65_536)
                .maxUploadBytes(1 << 20)
                .externalThreshold(THRESHOLD)
                .externalStorage(storage)
                .build());
    caller = new TextCaller(listener.address(), memory);
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void nothingLeaks() {
    System.setErr(standardError);
    listener.close();
    memory.close();
    server.close();
    // a signature in a log would let its readers in
    assertThat(errors.toString(StandardCharsets.UTF_8)).doesNotContain("X-Amz-");
  }

  @Test
  void bigAnswersArePointersToObjects() throws Exception {
    HttpResponse<byte[]> small = caller.call("repeat", "x");
    assertThat(caller.parts(small.body())).extracting(Part::text).containsExactly("x".repeat(1000));
    assertThat(s3.objects()).hasSize(before);

    HttpResponse<byte[]> answer = caller.call("repeat", BIG);
    assertThat(answer.headers().firstValue("vgi-upload-url-support")).hasValue("true");
    assertThat(answer.body()).hasSizeLessThan(THRESHOLD);
    List<Part> parts = caller.parts(answer.body());
    assertThat(parts).hasSize(1);
    assertThat(followed(parts.get(0))).isEqualTo(BIG.repeat(1000));
    assertThat(s3.objects()).hasSize(before + 1);
  }

  @Test
  void batchesOfStreamsArePointersToObjects() throws Exception {
    List<String> texts = new ArrayList<>();
    Metadata tokens = Metadata.EMPTY;
    List<Part> parts = caller.parts(caller.call("stream/init", BIG).body());
    while (!parts.isEmpty()) {
      Metadata.Builder next = tokens.toBuilder();
      for (Part part : parts) {
        if (part.isPointer()) {
          texts.add(followed(part));
        }
        for (String key : List.of(MetadataKeys.STREAM_STATE, MetadataKeys.CALL_STATE)) {
          if (part.metadata().has(key)) {
            next.put(key, part.metadata().text(key));
          }
        }
      }
      tokens = next.build();
      parts = caller.parts(caller.turn("stream", tokens).body());
    }
    String text = BIG.repeat(1000);
    assertThat(texts).containsExactly("0" + text, "1" + text, "2" + text);
    assertThat(s3.objects()).hasSize(before + 3);
  }

  /** What {@code pointer} points to, as a client gets it, with its digest checked. */
  private String followed(Part pointer) throws Exception {
    HttpResponse<byte[]> content = Web.get(pointer.location());
    assertThat(content.statusCode()).isEqualTo(200);
    assertThat(pointer.metadata().text(MetadataKeys.LOCATION_SHA256))
        .isEqualTo(
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.body())));
    return caller.parts(content.body()).get(0).text();
  }

  @Test
  void bigRequestsAreUploaded() throws Exception {
    String text = BIG.repeat(1000);
    byte[] request = caller.request(text, TextCaller.head("repeat"));
    assertThat(caller.post(Texts.PROTOCOL + "/repeat", request).statusCode()).isEqualTo(413);
    TextCaller.Slot slot = caller.slot();
    refused(slot.download().toString(), "answers with status 404");
    assertThat(Web.put(slot.upload(), request)).isEqualTo(200);
    List<Part> parts = caller.parts(caller.point("repeat", slot.download().toString()).body());
    assertThat(followed(parts.get(0))).isEqualTo(text.repeat(1000));

    String signed = slot.download().toString();
    refused(signed.substring(0, signed.length() - 4) + "beef", "answers with status 403");
    refused(signed.substring(0, signed.indexOf('?')), "answers with status 403");
    refused(slot.upload().toString(), "answers with status 403");
    assertThat(Web.put(slot.upload(), new byte[(1 << 20) + 1])).isEqualTo(200);
    refused(signed, "max_fetch_bytes");
  }

  @Test
  void addressesOfOthersAreNotFetched() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    other.start();
    try {
      String there = "http://127.0.0.1:" + other.getAddress().getPort();
      String own = caller.slot().download().toString();
      String here = s3.endpoint().toString();
      refused(own.replace(here, there), "no address of the external storage");
      refused(own.replace(here, there + "@x"), "URL rejected");
      refused(own.replace("/results/", "/other/"), "no address of the external storage");
      refused(own.replace("/vgi/", "/vgi/../"), "no address of the external storage");
      refused("file:///etc/passwd", "URL rejected");
      assertThat(asked).hasValue(0);
    } finally {
      other.stop(0);
    }
  }

  private void refused(String location, String why) throws Exception {
    HttpResponse<byte[]> answer = caller.point("repeat", location);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-VGI-RPC-Error")).contains("true");
    assertThat(caller.error(answer)).contains(why).doesNotContain("X-Amz");
  }

  @Test
  void withoutTheServerCallsFailAndTheWorkerGoesOn() throws Exception {
    TextCaller.Slot slot = caller.slot();
    s3.close();
    String error = caller.error(caller.call("repeat", BIG));
    assertThat(error)
        .containsPattern(
            "A result of \\d+ bytes is too big for the response, and the external storage did not"
                + " take it");
    assertThat(caller.error(caller.point("repeat", slot.download().toString())))
        .contains("cannot be read")
        .doesNotContain("X-Amz");
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("Bucket 'results': ");
    assertThat(caller.parts(caller.call("repeat", "x").body()).get(0).text()).hasSize(1000);
    s3 = new S3Server(folder, s3.endpoint().getPort());
    assertThat(followed(caller.parts(caller.call("repeat", BIG).body()).get(0)))
        .isEqualTo(BIG.repeat(1000));
    assertThat(s3.objects()).hasSize(before + 1);
  }
}
