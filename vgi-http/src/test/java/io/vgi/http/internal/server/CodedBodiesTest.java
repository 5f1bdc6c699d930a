package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.internal.coding.Codings;
import io.vgi.rpc.Listener;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are compressed, as they are asked for and as they are told. */
@Timeout(60)
class CodedBodiesTest {
  private static final String TWICE = "/" + Counting.PROTOCOL + "/twice";
  private static final String MANY = "/" + Counting.PROTOCOL + "/many";
  private static final String STANDARD = "Content-Encoding";
  private static final String OWN = "X-VGI-Content-Encoding";

  private final BufferAllocator memory = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();
  private final Counting counting = new Counting().many();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip"})
  void answersAreCodedAsAskedFor(String coding) throws Exception {
    Listener listener = listen(options().compressLocally(true));
    HttpResponse<byte[]> own =
        many(new HttpCaller(listener, memory).header("X-VGI-Accept-Encoding", coding));
    assertThat(own.headers().firstValue(OWN)).contains(coding);
    assertThat(own.headers().firstValue(STANDARD)).isEmpty();
    assertThat(rows(coding, own)).isEqualTo(10_000);
    HttpResponse<byte[]> standard =
        many(new HttpCaller(listener, memory).header("Accept-Encoding", coding + ";q=0.5, br"));
    assertThat(standard.headers().firstValue(STANDARD)).contains(coding);
    assertThat(standard.headers().firstValue(OWN)).isEmpty();
    assertThat(rows(coding, standard)).isEqualTo(10_000);
    assertThat(standard.body().length).isLessThan(80_000);
    HttpResponse<byte[]> both =
        many(
            new HttpCaller(listener, memory)
                .header("X-VGI-Accept-Encoding", coding)
                .header("Accept-Encoding", "deflate, gzip, br, zstd"));
    assertThat(both.headers().firstValue(STANDARD)).contains(coding);
    assertThat(rows(coding, both)).isEqualTo(10_000);
  }

  @Test
  void whatIsSmallOrNotAskedForIsPlain() throws Exception {
    Listener listener = listen(options().compressLocally(true));
    HttpCaller asking = new HttpCaller(listener, memory).header("Accept-Encoding", "zstd, gzip");
    plain(asking.call("twice", 21));
    plain(many(new HttpCaller(listener, memory)));
    plain(many(new HttpCaller(listener, memory).header("Accept-Encoding", "identity, zstd")));
    plain(many(new HttpCaller(listener, memory).header("Accept-Encoding", "br")));
    plain(asking.send("GET", "/health", null, null));
  }

  @Test
  void clientsOnThisMachineGetPlainAnswersUnlessTheySpeakForOthers() throws Exception {
    Listener listener = listen(options());
    plain(many(new HttpCaller(listener, memory).header("Accept-Encoding", "gzip")));
    for (String proxied : List.of("X-Forwarded-For", "Forwarded", "Via")) {
      HttpResponse<byte[]> answer =
          many(
              new HttpCaller(listener, memory)
                  .header("Accept-Encoding", "gzip")
                  .header(proxied, "192.0.2.1"));
      assertThat(answer.headers().firstValue(STANDARD)).as(proxied).contains("gzip");
      assertThat(rows("gzip", answer)).isEqualTo(10_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip"})
  void requestsAreReadThoughAnswersAreNeverCoded(String coding) throws Exception {
    Listener listener = listen(options().compressLocally(true).codings(List.of()));
    HttpCaller caller =
        new HttpCaller(listener, memory)
            .header("Content-Encoding", coding)
            .header("Accept-Encoding", coding);
    HttpResponse<byte[]> answer = caller.post(MANY, coded(coding, request(caller, "many", 10_000)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("VGI-Supported-Encodings")).contains("");
    plain(answer);
  }

  @Test
  void aCodingThatIsSwitchedOffIsOffBothWays() throws Exception {
    List<String> gzip = List.of("gzip");
    Listener listener = listen(options().compressLocally(true).codings(gzip).readCodings(gzip));
    HttpCaller zstd =
        new HttpCaller(listener, memory)
            .header("Content-Encoding", "zstd")
            .header("Accept-Encoding", "zstd");
    HttpResponse<byte[]> refused = zstd.post(TWICE, coded("zstd", request(zstd, "twice", 1)));
    assertThat(refused.statusCode()).isEqualTo(415);
    assertThat(new String(refused.body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("what is: [gzip]");
    plain(many(new HttpCaller(listener, memory).header("Accept-Encoding", "zstd")));
    HttpCaller caller = new HttpCaller(listener, memory).header("Content-Encoding", "gzip");
    assertThat(caller.parts(caller.post(TWICE, coded("gzip", request(caller, "twice", 21)))))
        .extracting(HttpCaller.Part::number)
        .containsExactly(42L);
  }

  private HttpResponse<byte[]> many(HttpCaller caller) throws Exception {
    HttpResponse<byte[]> answer = caller.post(MANY, request(caller, "many", 10_000));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }

  private static byte[] request(HttpCaller caller, String method, long n) {
    return caller.number(n, HttpCaller.request(method));
  }

  private static void plain(HttpResponse<byte[]> answer) {
    assertThat(answer.headers().firstValue(STANDARD)).isEmpty();
    assertThat(answer.headers().firstValue(OWN)).isEmpty();
  }

  private long rows(String coding, HttpResponse<byte[]> answer) throws IOException {
    try (ChunkedBuffer coded = chunks(answer.body());
        ChunkedBuffer plain = Codings.decode(coding, coded, 1 << 20);
        StreamReader reader = StreamReader.open(ByteSource.of(plain), memory, IpcLimits.DEFAULT);
        var batch = reader.next()) {
      return batch.rows();
    }
  }

  private static byte[] coded(String coding, byte[] body) {
    try (ChunkedBuffer plain = chunks(body);
        ChunkedBuffer coded = Codings.encode(coding, plain)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (ByteBuffer piece : coded.views()) {
        byte[] part = new byte[piece.remaining()];
        piece.get(part);
        out.writeBytes(part);
      }
      return out.toByteArray();
    }
  }

  private static ChunkedBuffer chunks(byte[] bytes) {
    ChunkedBuffer chunks = new ChunkedBuffer();
    for (int done = 0; done < bytes.length; ) {
      ByteBuffer to = chunks.room();
      int part = Math.min(to.remaining(), bytes.length - done);
      to.put(bytes, done, part);
      done += part;
    }
    return chunks;
  }

  private static HttpOptions.Builder options() {
    return HttpOptions.builder().grace(Duration.ofSeconds(2));
  }

  private Listener listen(HttpOptions.Builder options) throws IOException {
    Listener listener = HttpServer.start(counting.server(memory).build(), options.build());
    listeners.add(listener);
    return listener;
  }
}
