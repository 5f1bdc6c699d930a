package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vgi.http.HttpOptions;
import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.FileStorage;
import io.vgi.http.external.UploadSlot;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExternalStorageTest {
  private static final String BASE = "/" + Counting.PROTOCOL;

  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator memory = new RootAllocator();
  private final Counting counting = new Counting();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final HttpClient web = HttpClient.newHttpClient();
  @TempDir Path folder;

  @AfterEach
  void nothingLeaks() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    memory.close();
    server.close();
  }

  @Test
  void unaryResultsArePointersWithADigest() throws Exception {
    HttpCaller caller = caller(files());
    HttpResponse<byte[]> answer = caller.call("twice", 21);
    assertThat(answer.headers().map())
        .containsEntry("vgi-externalization-enabled", List.of("true"))
        .containsEntry("vgi-upload-url-support", List.of("true"))
        .containsEntry("vgi-max-upload-bytes", List.of("1073741824"));
    List<Part> outer = caller.parts(answer);
    assertThat(outer).hasSize(1);
    assertThat(outer.get(0).number()).isNull();
    assertThat(followed(caller, outer)).extracting(Part::number).containsExactly(42L);
    assertThat(caller.parts(caller.call("twice", 1)).get(0).metadata().text(MetadataKeys.LOCATION))
        .isNotEqualTo(outer.get(0).metadata().text(MetadataKeys.LOCATION));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void turnsArePointers(boolean keeps) throws Exception {
    HttpCaller caller = caller(files().keepStreams(keeps));
    List<Long> numbers = new ArrayList<>();
    List<Part> parts = caller.parts(caller.init("count", 3));
    Metadata tokens = Metadata.EMPTY;
    while (parts.size() > 0) {
      // the tokens of a producer stay with the response
      assertThat(parts).hasSize(2);
      assertThat(parts.get(0).metadata().has(MetadataKeys.STREAM_STATE)).isFalse();
      tokens = HttpCaller.tokens(parts, tokens);
      List<Part> inner = followed(caller, parts.subList(0, 1));
      assertThat(inner).hasSize(1);
      numbers.add(inner.get(0).number());
      parts = caller.parts(caller.exchange("count", tokens));
    }
    assertThat(numbers).containsExactly(0L, 1L, 2L);

    tokens = HttpCaller.tokens(caller.parts(caller.init("add", 100)), Metadata.EMPTY);
    for (long n = 0; n < 3; n++) {
      parts = caller.parts(caller.post(BASE + "/add/exchange", caller.number(n, tokens)));
      assertThat(parts).hasSize(1);
      assertThat(parts.get(0).metadata().has(MetadataKeys.STREAM_STATE)).isFalse();
      List<Part> inner = followed(caller, parts);
      assertThat(inner).extracting(Part::number).containsExactly(100 + n);
      tokens = HttpCaller.tokens(inner, tokens);
    }
  }

  @Test
  void smallResultsStayAndTooBigOnesAreErrors() throws Exception {
    HttpCaller caller = caller(files().externalThreshold(100_000));
    assertThat(caller.parts(caller.call("twice", 4)).get(0).number()).isEqualTo(8);
    assertThat(stored()).isEmpty();
    caller = caller(files().maxExternalizedResponseBytes(10));
    HttpResponse<byte[]> refused = caller.call("twice", 4);
    assertThat(caller.error(refused))
        .startsWith("ResponseTooLargeError")
        .contains("max_externalized_response_bytes is 10");
    assertThat(refused.headers().firstValue("vgi-max-externalized-response-bytes")).hasValue("10");
    assertThat(stored()).isEmpty();
  }

  @Test
  void filesHaveOwnersAndStayWhenTheServerEnds() throws Exception {
    HttpCaller caller = caller(files());
    String location = location(caller.parts(caller.call("twice", 4)));
    assertThat(stored()).hasSize(1);
    assertThat(Files.getPosixFilePermissions(stored().get(0))).hasSize(2);
    String root = location.substring(0, location.lastIndexOf('/') + 1);
    Files.writeString(folder.resolve("secret"), "secret");
    for (String name :
        List.of("", "secret", "..%2fsecret", "%2e%2e", "../secret", "0".repeat(32), ".", "a/b")) {
      assertThat(get(root + name).statusCode()).as(name).isEqualTo(404);
    }
    assertThat(put(root + "0".repeat(32), new byte[1]).statusCode()).isEqualTo(404);
    assertThat(get(location).statusCode()).isEqualTo(200);
    open.get(0).close();
    assertThat(stored()).hasSize(1);
  }

  @Test
  void filesExpire() throws Exception {
    HttpCaller caller = caller(files().externalLifetime(Duration.ofMillis(1)));
    String location = location(caller.parts(caller.call("twice", 4)));
    Thread.sleep(20);
    assertThat(get(location).statusCode()).isEqualTo(404);
    assertThat(stored()).isEmpty();
    try (ExternalStorage other = FileStorage.in(folder, URI.create("http://127.0.0.1:1"))) {
      other.store(List.of(ByteBuffer.allocate(8)), 8, Duration.ofMillis(1));
      other.store(List.of(ByteBuffer.allocate(8)), 8, Duration.ofHours(1));
      Thread.sleep(20);
    }
    assertThat(stored()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"__upload_url__", "__upload_url__/init"})
  void uploadedRequests(String spelling) throws Exception {
    HttpCaller caller = caller(files().externalThreshold(1 << 20).maxRequestBytes(65_536));
    String[] slot = slot(caller, spelling);
    assertThat(slot[0]).isNotEqualTo(slot[1]);
    assertThat(get(slot[0]).statusCode()).isEqualTo(404);
    assertThat(get(slot[1]).statusCode()).isEqualTo(404);

    Metadata tokens = HttpCaller.tokens(caller.parts(caller.init("add", 5)), Metadata.EMPTY);
    byte[] payload = caller.number(37, tokens);
    assertThat(put(slot[0], payload).statusCode()).isEqualTo(204);
    assertThat(put(slot[1], payload).statusCode()).isEqualTo(404);
    assertThat(get(slot[1]).body()).isEqualTo(payload);
    byte[] pointer = pointer(tokens, slot[1], null);
    List<Part> answer = caller.parts(caller.post(BASE + "/add/exchange", pointer));
    assertThat(answer.get(0).number()).isEqualTo(42);

    pointer = pointer(HttpCaller.request("twice"), slot[1], sha256(payload));
    answer = caller.parts(caller.post(BASE + "/twice", pointer));
    assertThat(answer.get(0).number()).isEqualTo(74);
  }

  @Test
  void badPointersAreRefusedAndSayWhy() throws Exception {
    HttpCaller caller = caller(files().externalThreshold(1 << 20));
    String[] slot = slot(caller, "__upload_url__");
    refused(caller, slot[1], null, "There is nothing at");
    put(slot[0], caller.number(1, Metadata.EMPTY));
    refused(caller, slot[1], "0".repeat(64), "checksum");
    put(slot[0], pointer(Metadata.EMPTY, slot[1], null));
    refused(caller, slot[1], null, "points to another");
    put(slot[0], caller.tick(Metadata.EMPTY));
    refused(caller, slot[1], null, "another schema");
    put(slot[0], "no stream".getBytes(StandardCharsets.US_ASCII));
    refused(caller, slot[1], null, "external location");
    refused(caller, "file:///etc/passwd", null, "URL rejected");
    refused(caller, "http://169.254.169.254/latest?key=hidden", null, "only https");
    refused(caller, "https://127.0.0.1:1/__files__/" + "0".repeat(32), null, "no address of");
    refused(caller, slot[1] + "?key=hidden", null, "no address of");
    refused(caller, "h ttp://x?key=hidden", null, "malformed");
    assertThat(caller.parts(caller.call("twice", 2)).get(0).number()).isEqualTo(4);
    HttpCaller without = caller(HttpOptions.builder());
    refused(without, slot[1], null, "no external storage");
    assertThat(without.call("twice", 1).headers().firstValue("vgi-externalization-enabled"))
        .hasValue("false");
    assertThat(
            without
                .post("/__upload_url__/init", without.tick(HttpCaller.request("__upload_url__")))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void uploadsAreReadHoweverClientsKnowTheServer() throws Exception {
    URI outside = URI.create("http://worker.example:8080/base");
    HttpOptions.Builder options =
        HttpOptions.builder().externalStorage(FileStorage.in(folder, outside));
    HttpCaller caller = caller(options);
    String[] slot = slot(caller, "__upload_url__");
    assertThat(slot[1]).startsWith("http://worker.example:8080/base/__files__/");
    String here = caller.address() + slot[0].substring(outside.toString().length());
    assertThat(put(here, caller.number(4, Metadata.EMPTY)).statusCode()).isEqualTo(204);
    HttpResponse<byte[]> answer = twice(caller, slot[1], null);
    assertThat(caller.parts(answer)).extracting(Part::number).containsExactly(8L);
    refused(caller, "http://worker.example:8080/other", null, "only https");
  }

  @Test
  void aStorageThatFailsIsNotAtTheClientsFault() throws Exception {
    HttpCaller caller = caller(HttpOptions.builder().externalStorage(new Broken()));
    HttpResponse<byte[]> answer = twice(caller, "https://broken.example/x?key=hidden", null);
    assertThat(caller.error(answer)).contains("cannot be read").doesNotContain("hidden");
    answer = caller.post("/__upload_url__/init", caller.tick(HttpCaller.request("__upload_url__")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-VGI-RPC-Error")).contains("true");
    assertThat(caller.error(answer)).contains("gives no place for an upload");
  }

  @Test
  void storageOfOthersIsFetchedUnderRules() throws Exception {
    try (WebStorage remote = new WebStorage()) {
      HttpOptions.Builder options = HttpOptions.builder().maxUploadBytes(65_536);
      HttpCaller caller = caller(options.externalStorage(remote).externalThreshold(0));
      List<Part> stored = caller.parts(caller.call("twice", 21));
      assertThat(followed(caller, stored)).extracting(Part::number).containsExactly(42L);

      remote.put("plain", caller.number(4, Metadata.EMPTY), null, null);
      HttpResponse<byte[]> answer = twice(caller, remote.url("plain?key=hidden"), null);
      assertThat(followed(caller, caller.parts(answer))).extracting(Part::number).contains(8L);
      remote.put("there", new byte[0], null, remote.url("plain"));
      answer = twice(caller, remote.url("there"), null);
      assertThat(followed(caller, caller.parts(answer))).extracting(Part::number).contains(8L);
      Chunks64 packed = new Chunks64(caller.number(5, Metadata.EMPTY));
      remote.put("zstd", packed.zstd(), "zstd", null);
      answer = twice(caller, remote.url("zstd"), sha256(caller.number(5, Metadata.EMPTY)));
      assertThat(followed(caller, caller.parts(answer))).extracting(Part::number).contains(10L);

      remote.put("away", new byte[0], null, "http://127.0.0.1:1/x?key=hidden");
      refused(caller, remote.url("away"), null, "URL rejected");
      remote.put("loop", new byte[0], null, remote.url("loop"));
      refused(caller, remote.url("loop?key=hidden"), null, "redirect limit");
      refused(caller, remote.url("gone?key=hidden"), null, "status 404");
      remote.put("big", new byte[65_537], null, null);
      refused(caller, remote.url("big?key=hidden"), null, "max_fetch_bytes");
      remote.put("bomb", new Chunks64(new byte[1 << 20]).zstd(), "zstd", null);
      refused(caller, remote.url("bomb?key=hidden"), null, "max_decompressed_bytes");
      remote.fails = true;
      assertThat(caller.error(caller.call("twice", 3))).contains("did not take it");
    }
  }

  @Test
  void uploadsMayBeCodedWhereAnswersAreNot() throws Exception {
    try (WebStorage remote = new WebStorage()) {
      HttpOptions.Builder options = HttpOptions.builder().codings(List.of());
      HttpCaller caller = caller(options.externalStorage(remote));
      Chunks64 packed = new Chunks64(caller.number(5, Metadata.EMPTY));
      remote.put("zstd", packed.zstd(), "zstd", null);
      HttpResponse<byte[]> answer = twice(caller, remote.url("zstd"), null);
      assertThat(caller.parts(answer)).extracting(Part::number).contains(10L);
    }
  }

  private HttpResponse<byte[]> twice(HttpCaller caller, String location, String digest)
      throws Exception {
    return caller.post(BASE + "/twice", pointer(HttpCaller.request("twice"), location, digest));
  }

  private void refused(HttpCaller caller, String location, String digest, String why)
      throws Exception {
    HttpResponse<byte[]> answer = twice(caller, location, digest);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-VGI-RPC-Error")).contains("true");
    assertThat(caller.error(answer)).contains(why).doesNotContain("hidden");
  }

  private byte[] pointer(Metadata metadata, String location, String digest) {
    Metadata.Builder all = metadata.toBuilder().put(MetadataKeys.LOCATION, location);
    if (digest != null) {
      all.put(MetadataKeys.LOCATION_SHA256, digest);
    }
    BigIntVector none = (BigIntVector) Counting.NUMBER.field(0).createVector(memory);
    none.allocateNew();
    none.setValueCount(0);
    try (WireBatch batch = WireBatch.of(Counting.NUMBER, List.of(none), 0, all.build())) {
      return IpcBytes.ofBatch(batch, memory);
    }
  }

  private String[] slot(HttpCaller caller, String spelling) throws Exception {
    Metadata request =
        Metadata.builder()
            .put(MetadataKeys.METHOD, spelling)
            .put(MetadataKeys.REQUEST_VERSION, "1")
            .put(MetadataKeys.PROTOCOL_VERSION, "2.0.0")
            .build();
    io.vgi.rpc.WireSchema count =
        io.vgi.rpc.WireSchema.of(Field.nullable("count", new ArrowType.Int(64, true)));
    BigIntVector two = (BigIntVector) count.field(0).createVector(memory);
    two.allocateNew(1);
    two.set(0, 2);
    two.setValueCount(1);
    byte[] body;
    try (WireBatch batch = WireBatch.of(count, List.of(two), 1, request)) {
      body = IpcBytes.ofBatch(batch, memory);
    }
    HttpResponse<byte[]> answer = caller.post("/__upload_url__/init", body);
    assertThat(answer.statusCode()).isEqualTo(200);
    try (StreamReader in =
            StreamReader.open(ByteSource.of(answer.body()), memory, IpcLimits.DEFAULT);
        WireBatch batch = in.next()) {
      assertThat(batch.rows()).isEqualTo(2);
      return new String[] {
        ((VarCharVector) batch.column(0)).getObject(1).toString(),
        ((VarCharVector) batch.column(1)).getObject(1).toString()
      };
    }
  }

  /** What the pointers in {@code parts} point to, with their digests checked. */
  private List<Part> followed(HttpCaller caller, List<Part> parts) throws Exception {
    HttpResponse<byte[]> content = get(location(parts));
    assertThat(content.statusCode()).isEqualTo(200);
    assertThat(parts.get(0).metadata().text(MetadataKeys.LOCATION_SHA256))
        .isEqualTo(sha256(content.body()));
    return caller.parts(content);
  }

  private static String location(List<Part> parts) {
    assertThat(parts.get(0).metadata().has(MetadataKeys.LOCATION)).isTrue();
    return parts.get(0).metadata().text(MetadataKeys.LOCATION);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private HttpResponse<byte[]> get(String url) throws Exception {
    return web.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> put(String url, byte[] body) throws Exception {
    return web.send(
        HttpRequest.newBuilder(URI.create(url))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private List<Path> stored() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> !file.endsWith("secret")).toList();
    }
  }

  private HttpOptions.Builder files() throws IOException {
    return HttpOptions.builder()
        .grace(Duration.ofSeconds(5))
        .externalStorage(FileStorage.in(folder))
        .externalThreshold(0);
  }

  private HttpCaller caller(HttpOptions.Builder options) throws IOException {
    Listener listener =
        io.vgi.http.HttpServer.start(counting.server(server).build(), options.build());
    open.add(listener);
    return new HttpCaller(listener, memory);
  }

  /** Bytes to be compressed. */
  private record Chunks64(byte[] bytes) {
    byte[] zstd() {
      return com.github.luben.zstd.Zstd.compress(bytes);
    }
  }

  /** A storage whose disk is gone. */
  private static final class Broken implements ExternalStorage {
    @Override
    public URI store(List<ByteBuffer> pieces, long length, Duration lifetime) throws IOException {
      throw new IOException("gone");
    }

    @Override
    public boolean givesSlots() {
      return true;
    }

    @Override
    public UploadSlot slot(long maxBytes, Duration lifetime) throws IOException {
      throw new IOException("gone");
    }

    @Override
    public boolean owns(URI url) {
      return true;
    }

    @Override
    public InputStream open(URI url) throws IOException {
      throw new IOException("gone");
    }
  }
}
