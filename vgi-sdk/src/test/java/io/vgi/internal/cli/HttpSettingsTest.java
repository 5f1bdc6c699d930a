package io.vgi.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.http.HttpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {
  @TempDir Path folder;

  private static HttpOptions read(Map<String, String> environment, String... options)
      throws IOException {
    String[] line = new String[options.length + 1];
    line[0] = "--http";
    System.arraycopy(options, 0, line, 1, options.length);
    CommandLine parsed = CommandLine.parse(line);
    assertThat(parsed.faults()).isEmpty();
    return HttpSettings.read(parsed, List.of(), null, environment);
  }

  private static void refuses(String sentence, Map<String, String> environment, String... options) {
    assertThatThrownBy(() -> read(environment, options))
        .isInstanceOf(WrongOptionException.class)
        .hasMessage(sentence);
  }

  @Test
  void withoutOptionsItListensHereForEverybody() throws IOException {
    HttpOptions options = read(Map.of());
    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isZero();
    assertThat(options.prefix()).isEmpty();
    assertThat(options.threads()).isEqualTo(64);
    assertThat(options.codings()).isEqualTo(HttpOptions.CODINGS);
    assertThat(options.maxRequestBytes()).isEqualTo(1L << 30);
    assertThat(options.maxResponseBytes()).isZero();
    assertThat(options.tokenLifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(options.keepStreams()).isTrue();
    assertThat(options.compressLocally()).isFalse();
    assertThat(options.corsOrigins()).isEmpty();
    assertThat(options.authenticator()).isNull();
    assertThat(options.oauth()).isNull();
    assertThat(options.tls()).isNull();
    assertThat(options.externalStorage()).isNull();
    assertThat(options.page()).isNotNull();
  }

  @Test
  void everyOptionArrives() throws Exception {
    HttpOptions options =
        read(
            Map.of(
                "VGI_SIGNING_KEY", "0123456789abcdef",
                "VGI_HTTP_STATELESS", "1",
                "VGI_HTTP_DISABLE_ZSTD", "1",
                "VGI_TLS_KEYSTORE_PASSWORD", Keytool.PASSWORD,
                "VGI_BEARER_TOKENS", "t1=alice",
                "VGI_OAUTH_RESOURCE", "https://x.org",
                "VGI_OAUTH_AUTH_SERVERS", "https://a.org"),
            "--host=0.0.0.0",
            "--port=9000",
            "--prefix=/duck",
            "--http-threads=3",
            "--cors-origins=https://a, https://b,https://a",
            "--max-request-bytes=5000",
            "--max-response-bytes=70000",
            "--external-directory=" + folder.resolve("results"),
            "--external-address=https://x.org/duck",
            "--external-threshold=4096",
            "--max-externalized-response-bytes=80000",
            "--receipts-at=https://x.org/duck",
            "--token-lifetime=1.5",
            "--compress-locally",
            "--tls-keystore=" + keystore());
    assertThat(options.host()).isEqualTo("0.0.0.0");
    assertThat(options.port()).isEqualTo(9000);
    assertThat(options.prefix()).isEqualTo("/duck");
    assertThat(options.threads()).isEqualTo(3);
    assertThat(options.corsOrigins()).containsExactlyInAnyOrder("https://a", "https://b");
    assertThat(options.maxRequestBytes()).isEqualTo(5000);
    assertThat(options.maxResponseBytes()).isEqualTo(70_000);
    assertThat(options.externalStorage()).isNotNull();
    assertThat(options.externalThreshold()).isEqualTo(4096);
    assertThat(options.maxExternalizedResponseBytes()).isEqualTo(80_000);
    assertThat(options.receiptsAt()).hasToString("https://x.org/duck");
    assertThat(options.tokenLifetime()).isEqualTo(Duration.ofMillis(1500));
    assertThat(options.compressLocally()).isTrue();
    assertThat(options.tls()).isNotNull();
    assertThat(options.tokenKeys()).containsExactly("0123456789abcdef".getBytes(UTF_8));
    assertThat(options.keepStreams()).isFalse();
    assertThat(options.codings()).containsExactly("gzip");
    assertThat(options.authenticator()).isNotNull();
    assertThat(options.oauth()).isNotNull();
  }

  @Test
  void requestsAreReadInEveryCodingThatIsNotSwitchedOff() throws IOException {
    HttpOptions plain = read(Map.of("VGI_HTTP_DISABLE_COMPRESSION", "1"));
    assertThat(plain.codings()).isEmpty();
    assertThat(plain.readCodings()).containsExactly("zstd", "gzip");
    assertThat(read(Map.of("VGI_HTTP_DISABLE_ZSTD", "1")).readCodings()).containsExactly("gzip");
  }

  @Test
  void theKeyMayBeInAFile() throws IOException {
    Path shorter = Files.write(folder.resolve("short"), new byte[15]);
    assertThatThrownBy(() -> read(Map.of("VGI_SIGNING_KEY_FILE", shorter.toString())))
        .hasMessage(
            "VGI_SIGNING_KEY_FILE must give a key of at least 16 random bytes, it gives 15.");
    Path enough = Files.write(folder.resolve("enough"), new byte[16]);
    assertThat(read(Map.of("VGI_SIGNING_KEY_FILE", enough.toString())).tokenKeys().get(0))
        .hasSize(16);
    Path key = Files.write(folder.resolve("key"), new byte[32]);
    assertThat(read(Map.of("VGI_SIGNING_KEY_FILE", key.toString())).tokenKeys().get(0))
        .isEqualTo(new byte[32]);
    String missing = folder.resolve("none").toString();
    assertThatThrownBy(() -> read(Map.of("VGI_SIGNING_KEY_FILE", missing)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "VGI_SIGNING_KEY_FILE names '"
                + missing
                + "', which cannot be used: there is no such file or directory");
  }

  @Test
  void aKeystoreThatDoesNotOpenIsNamed() throws Exception {
    String file = keystore().toString();
    Map<String, String> wrong = Map.of("VGI_TLS_KEYSTORE_PASSWORD", "wrong");
    assertThatThrownBy(() -> read(wrong, "--tls-keystore", file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The keystore '" + file)
        .hasMessageContaining("VGI_TLS_KEYSTORE_PASSWORD");
    String missing = folder.resolve("none").toString();
    assertThatThrownBy(() -> read(wrong, "--tls-keystore", missing))
        .hasMessage(
            "Option '--tls-keystore' names '"
                + missing
                + "', which cannot be used: there is no such file or directory");
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0", "'::'", "'[::]'"})
  void anAddressForAllNeedsOneThatClientsKnow(String host) {
    refuses(
        "Option '--external-directory' needs '--external-address URL' with '--host "
            + host
            + "', as clients cannot be sent to that address.",
        Map.of(),
        "--host",
        host,
        "--external-directory",
        folder.toString());
  }

  @ParameterizedTest
  @CsvSource({"not a url", "ftp://x", "https://x?y", "''"})
  void theAddressOfResultsIsChecked(String address) {
    refuses(
        "Option '--external-address' must be of the form https://host[:port][/prefix], not '"
            + address
            + "'.",
        Map.of(),
        "--external-directory",
        folder.toString(),
        "--external-address",
        address);
  }

  @ParameterizedTest
  @CsvSource({"ftp://x", "https://x?y", "https://u@x", "''"})
  void theAddressForReceiptsIsChecked(String address) {
    refuses(
        "The HTTP options are wrong: the address for receipts must be of the form"
            + " https://host[:port][/prefix], not '"
            + address
            + "'.",
        Map.of(),
        "--receipts-at",
        address);
  }

  @Test
  void whatNamesALoginMustCheckIt() {
    refuses(
        "VGI_OAUTH_RESOURCE is set but nothing checks the tokens, so that everybody could call; set"
            + " VGI_JWT_ISSUER or VGI_BEARER_TOKENS.",
        Map.of("VGI_OAUTH_RESOURCE", "https://x.org", "VGI_OAUTH_AUTH_SERVERS", "https://a.org"));
  }

  @Test
  void wrongValuesAreOneSentence() {
    refuses(
        "VGI_SIGNING_KEY must give a key of at least 16 random bytes, it gives 5.",
        Map.of("VGI_SIGNING_KEY", "short"));
    refuses(
        "The HTTP options are wrong: the prefix '/a/../b' must be a plain path.",
        Map.of(),
        "--prefix=/a/../b");
    refuses(
        "VGI_OAUTH_SCOPES is set but VGI_OAUTH_RESOURCE is missing.",
        Map.of("VGI_OAUTH_SCOPES", "openid"));
    refuses(
        "Option '--external-threshold' must be at least 4096, not 1.",
        Map.of(),
        "--external-threshold=1");
  }

  @Test
  void bucketsNeedALibrary() {
    refuses(
        "Option '--external-s3' needs the library io.vgi:vgi-s3; add it to the worker's"
            + " dependencies.",
        Map.of(),
        "--external-s3",
        "s3://bucket/results");
  }

  private Path keystore() throws Exception {
    return Keytool.keystore(folder.resolve("keys.p12"), "worker");
  }
}
