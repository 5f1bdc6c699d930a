package io.vgi.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.external.UploadSlot;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** What may be set, and which addresses follow from it; no server is asked. */
class S3SettingsTest {
  private static final String NAME = "0123456789abcdef0123456789abcdef";

  @Test
  void allFaultsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                S3Storage.builder()
                    .bucket("My_Bucket")
                    .prefix("a/../b")
                    .region("eu/west")
                    .endpoint(URI.create("ftp://example.org"))
                    .credentials("me", " ")
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The S3 settings are wrong: the bucket 'My_Bucket' must have 3 to 63 small letters,"
                + " digits, '-' and '.'; the prefix 'a/../b' may have letters, digits and -_.~"
                + " between slashes; the region 'eu/west' may have letters, digits and '-' only;"
                + " the endpoint must be of the form https://host[:port]; the credentials must not"
                + " be blank");
    assertThatThrownBy(() -> S3Storage.builder().region("eu-west-1").build())
        .hasMessage("The S3 settings are wrong: a bucket is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "https://u:hidden@s3.example.org, of the form",
    "https://s3.example.org?key=hidden, of the form",
    "https://s3.example.org/a/../b, of the form",
    "s3.example.org, of the form",
    "http://s3.example.org, 'http://s3.example.org:80/results/'",
    "http://127.0.0.1.example.org, must be https",
  })
  void thePathToTheServerIsSafe(URI endpoint, String why) {
    assertThatThrownBy(() -> at(endpoint).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", ".", "..", "a/./b", "a b", "a%2fb", "a?b", "ä"})
  void thePrefixIsPlain(String prefix) {
    assertThatThrownBy(() -> aws().prefix(prefix).build()).hasMessageContaining("the prefix '");
  }

  @ParameterizedTest
  @CsvSource({
    "true, https://results.s3.eu-west-1.amazonaws.com/vgi/big/",
    "false, https://s3.eu-west-1.amazonaws.com/results/vgi/big/",
  })
  void onlyObjectsBelowThePrefixAreOwned(boolean inHost, String base) {
    try (S3Storage storage = aws().prefix("/vgi/big/").pathStyle(!inHost).build()) {
      assertThat(storage.owns(URI.create(base + NAME))).isTrue();
      assertThat(storage.owns(URI.create(base + NAME + "?X-Amz-Signature=1"))).isTrue();
      assertThat(storage.owns(URI.create(base.replace(".com/", ".com:443/") + NAME))).isTrue();
      assertThat(storage.owns(URI.create(base.replace(".amazon", ".AMAZON") + NAME))).isTrue();
      for (String other :
          new String[] {
            base,
            base + "x",
            base + NAME + "0",
            base + NAME + "/",
            base + NAME.toUpperCase(java.util.Locale.ROOT),
            base + "../big/" + NAME,
            base + "%2e%2e/big/" + NAME,
            base + NAME + "#x",
            base + "%30" + NAME.substring(1),
            base.replace("big/", "big2/") + NAME,
            base.replace("big/", "big") + NAME,
            base.replace("vgi/big/", "") + NAME,
            base.replace("results", "results2") + NAME,
            base.replace("results", "other") + NAME,
            base.replace("eu-west-1", "eu-west-2") + NAME,
            base.replace(".com/", ".com:444/") + NAME,
            base.replace(".com/", ".com.example.org/") + NAME,
            base.replace("https://", "https://example.org@") + NAME,
            base.replace("https://", "https://user@") + NAME,
            base.replace("https://", "http://") + NAME,
            "https:" + NAME,
            "/vgi/big/" + NAME,
            "file:///vgi/big/" + NAME,
          }) {
        assertThat(storage.owns(URI.create(other))).as(other).isFalse();
      }
      assertThat(storage.allowsLoopback()).isFalse();
      assertThat(storage).hasToString("S3Storage[s3://results/vgi/big/]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9000, true",
    "http://localhost, true",
    "http://[::1]:9000, true",
    "https://127.0.0.1:9000, false",
    "https://s3.example.org/store, false",
  })
  void plainHttpIsForThisMachine(URI endpoint, boolean loopback) throws IOException {
    try (S3Storage storage = at(endpoint).build()) {
      assertThat(storage.allowsLoopback()).isEqualTo(loopback);
      UploadSlot slot = storage.slot(1, Duration.ofHours(1));
      assertThat(slot.download().toString()).startsWith(endpoint + "/results/");
      assertThat(storage.owns(slot.download())).isTrue();
      assertThat(storage.owns(URI.create(endpoint + "/results/" + NAME))).isTrue();
    }
  }

  @Test
  void slotsAreSignedForTheWholeLifetime() throws IOException {
    try (S3Storage storage = aws().build()) {
      Instant before = Instant.now();
      UploadSlot slot = storage.slot(1 << 20, Duration.ofMillis(90_500));
      assertThat(slot.expires()).isBetween(before.plusSeconds(90), Instant.now().plusSeconds(91));
      assertThat(slot.upload().getQuery())
          .contains("X-Amz-Expires=92&")
          .contains("X-Amz-SignedHeaders=host&")
          .contains("X-Amz-Credential=key/");
      assertThat(slot.upload().getPath()).isEqualTo(slot.download().getPath());
      assertThat(slot.upload()).isNotEqualTo(slot.download());
      assertThat(storage.slot(1, Duration.ofDays(7)).upload().getQuery())
          .contains("X-Amz-Expires=604800&");
      assertThatThrownBy(() -> storage.slot(1, Duration.ofDays(8)))
          .isInstanceOf(IOException.class)
          .hasMessage("Addresses of objects in S3 hold for 7 days at most, not for PT192H");
    }
  }

  @Test
  void sessionsEndSlots() throws IOException {
    Instant end = Instant.now().plusSeconds(60);
    AwsCredentials session =
        AwsSessionCredentials.builder()
            .accessKeyId("key")
            .secretAccessKey("secret")
            .sessionToken("token")
            .expirationTime(end)
            .build();
    try (S3Storage storage = aws().credentials(() -> session).build()) {
      assertThat(storage.slot(1, Duration.ofHours(1)).expires()).isEqualTo(end);
      assertThat(storage.slot(1, Duration.ofSeconds(1)).expires()).isBefore(end);
    }
    try (S3Storage storage = aws().credentials("key", "secret", "token").build()) {
      assertThat(storage.slot(1, Duration.ofHours(1)).upload().getQuery())
          .contains("X-Amz-Security-Token=token");
    }
  }

  @Test
  void credentialsStayTheCallersToClose() throws IOException {
    Lender lender = new Lender();
    try (S3Storage storage = aws().credentials(lender).build()) {
      assertThat(lender.asked).isZero();
      storage.slot(1, Duration.ofHours(1));
      assertThat(lender.asked).isPositive();
    }
    assertThat(lender.closed).isFalse();
  }

  private static final class Lender implements AwsCredentialsProvider, AutoCloseable {
    int asked;
    boolean closed;

    @Override
    public AwsCredentials resolveCredentials() {
      asked++;
      return AwsBasicCredentials.create("key", "secret");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static S3Storage.Builder aws() {
    return S3Storage.builder().bucket("results").region("eu-west-1").credentials("key", "secret");
  }

  private static S3Storage.Builder at(URI endpoint) {
    return S3Storage.builder().bucket("results").endpoint(endpoint).credentials("key", "secret");
  }
}
