package io.vgi.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.external.UploadSlot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects and signed addresses at a real server. */
@Timeout(60)
class S3StorageTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir static Path folder;
  private static S3Server server;

  private S3Storage storage;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    storage = at(server).prefix("vgi/big").build();
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private static S3Storage.Builder at(S3Server server) {
    return S3Storage.builder()
        .bucket(S3Server.BUCKET)
        .endpoint(server.endpoint())
        .credentials(S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
  }

  @Test
  void whatIsStoredIsFoundByItsAddressAlone() throws Exception {
    ByteBuffer middle = ByteBuffer.allocateDirect(9).put(2, (byte) -1).position(2).limit(5);
    List<ByteBuffer> content =
        List.of(
            ByteBuffer.wrap(new byte[] {1, 2}).asReadOnlyBuffer(),
            ByteBuffer.allocate(0),
            middle,
            ByteBuffer.wrap(new byte[] {3}));
    URI url = storage.store(content, 6, HOUR);
    HttpResponse<byte[]> found = Web.get(url);
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body()).containsExactly(1, 2, -1, 0, 0, 3);
    assertThat(found.headers().firstValue("content-type")).hasValue("application/octet-stream");
    assertThat(middle.position()).isEqualTo(2);
    assertThat(storage.owns(url)).isTrue();
    assertThat(url.getPath()).matches("/results/vgi/big/[0-9a-f]{32}");
    assertThat(storage.store(content, 6, HOUR).getPath()).isNotEqualTo(url.getPath());
    assertThat(storage.store(List.of(), 0, HOUR).getPath()).isNotEqualTo(url.getPath());
  }

  @Test
  void manyBuffersAreSentAsTheyAre() throws Exception {
    byte[] all = new byte[20 << 20];
    new Random(1).nextBytes(all);
    List<ByteBuffer> content = new ArrayList<>();
    for (int start = 0; start < all.length; start += 1_000_003) {
      content.add(ByteBuffer.wrap(all, start, Math.min(1_000_003, all.length - start)));
    }
    assertThat(Web.get(storage.store(content, all.length, HOUR)).body()).isEqualTo(all);
  }

  @Test
  void changedAndExpiredAddressesAreRefused() throws Exception {
    byte[] secret = "secret".getBytes(StandardCharsets.US_ASCII);
    URI url = storage.store(List.of(ByteBuffer.wrap(secret)), 6, Duration.ofMillis(1));
    URI other = storage.store(List.of(ByteBuffer.wrap(new byte[3])), 3, HOUR);
    UploadSlot slot = storage.slot(100, Duration.ofMillis(1));
    assertThat(Web.get(url).body()).isEqualTo(secret);
    String text = url.toString();
    char last = text.charAt(text.length() - 1);
    for (String changed :
        List.of(
            text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0'),
            text.replace("X-Amz-Expires=2&", "X-Amz-Expires=20&"),
            text.substring(0, text.indexOf('?')),
            text.replace(url.getPath(), other.getPath()))) {
      assertThat(changed).isNotEqualTo(text);
      assertThat(refused(Web.get(URI.create(changed)))).as(changed).isTrue();
    }
    assertThat(Web.put(url, secret)).isEqualTo(403);
    Thread.sleep(2_100);
    HttpResponse<byte[]> late = Web.get(url);
    assertThat(refused(late)).isTrue();
    assertThat(new String(late.body(), StandardCharsets.UTF_8)).containsIgnoringCase("expired");
    assertThat(Web.put(slot.upload(), secret)).isEqualTo(403);
    assertThat(Web.get(other).statusCode()).isEqualTo(200);
  }

  private static boolean refused(HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.ISO_8859_1);
    return response.statusCode() == 403 && !body.contains("secret");
  }

  @Test
  void slotsAreFilledByWhoeverHasThem() throws Exception {
    byte[] bytes = {1, 2, 3};
    UploadSlot slot = storage.slot(100, HOUR);
    assertThat(Web.get(slot.download()).statusCode()).isEqualTo(404);
    assertThat(Web.put(slot.download(), bytes)).isEqualTo(403);
    assertThat(Web.put(slot.upload(), bytes)).isEqualTo(200);
    assertThat(Web.get(slot.upload()).statusCode()).isEqualTo(403);
    assertThat(Web.get(slot.download()).body()).isEqualTo(bytes);
    // a client may name another type, or none
    assertThat(Web.send("PUT", slot.upload(), new byte[] {4}, "text/plain").statusCode())
        .isEqualTo(200);
    assertThat(Web.get(slot.download()).body()).containsExactly(4);
  }

  @Test
  void closingDeletesNothing() throws Exception {
    URI url = storage.store(List.of(ByteBuffer.wrap(new byte[3])), 3, HOUR);
    int before = server.objects().size();
    storage.close();
    assertThat(server.objects()).hasSize(before);
    assertThat(Web.get(url).statusCode()).isEqualTo(200);
  }

  @Test
  void failuresNameTheBucketAndNoSecret() {
    List<ByteBuffer> content = List.of(ByteBuffer.allocate(1));
    try (S3Storage other = at(server).bucket("nowhere").build()) {
      assertThatThrownBy(() -> other.store(content, 1, HOUR))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Bucket 'nowhere': ")
          .hasMessageContaining("404");
    }
    try (S3Storage other = at(server).credentials(S3Server.ACCESS_KEY, "guess").build()) {
      assertThatThrownBy(() -> other.store(content, 1, HOUR))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Bucket 'results': ")
          .hasMessageContaining("403")
          .hasMessageNotContaining("guess");
    }
    assertThatThrownBy(() -> storage.store(content, 1, Duration.ofDays(8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("7 days");
  }
}
