package io.vgi.internal.cli;

import io.vgi.catalog.CatalogSource;
import io.vgi.http.HttpOptions;
import io.vgi.http.auth.Authenticator;
import io.vgi.http.external.ExternalStorage;
import io.vgi.http.external.FileStorage;
import io.vgi.http.internal.auth.AuthEnvironment;
import io.vgi.http.internal.external.S3Storages;
import io.vgi.internal.page.CatalogPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the command line and the environment say about HTTP. */
final class HttpSettings {
  private static final long LEAST_EXTERNAL = 4_096;

  private final CommandLine line;
  private final Map<String, String> environment;

  private HttpSettings(CommandLine line, Map<String, String> environment) {
    this.line = line;
    this.environment = environment;
  }

  /**
   * Reads {@code line} and {@code environment}.
   *
   * @throws WrongOptionException when one of them says what cannot be
   * @throws IOException when a file that one of them names cannot be used
   */
  static HttpOptions read(
      CommandLine line,
      List<CatalogSource> catalogs,
      @Nullable Authenticator authenticator,
      Map<String, String> environment)
      throws IOException {
    try {
      return new HttpSettings(line, environment).options(catalogs, authenticator);
    } catch (IllegalArgumentException wrong) {
      throw new WrongOptionException(wrong.getMessage() + ".");
    }
  }

  private HttpOptions options(List<CatalogSource> catalogs, @Nullable Authenticator authenticator)
      throws IOException {
    HttpOptions.Builder options = HttpOptions.builder();
    String host = line.value("host");
    InetAddress at = host == null ? null : address(host);
    if (host != null) {
      options.host(host);
    }
    String prefix = line.value("prefix");
    if (prefix != null) {
      options.prefix(prefix);
    }
    String origins = line.value("cors-origins");
    if (origins != null) {
      options.corsOrigins(entries(origins));
    }
    options.allowedHosts(allowedHosts()).allowAnonymous(line.has("allow-anonymous"));
    options.tokenKeys(SigningKeys.read(environment));
    codings(options);
    options.compressLocally(line.has("compress-locally"));
    options.keepStreams(!isSet("VGI_HTTP_STATELESS"));
    ExternalStorage storage = externalStorage();
    if (storage != null) {
      options.externalStorage(storage);
    }
    String receipts = line.value("receipts-at");
    if (receipts != null) {
      options.receiptsAt(receiptsAt(receipts));
    }
    TlsSettings.read(line, environment, options);
    AuthEnvironment.Found found = AuthEnvironment.read(environment);
    Authenticator who = authenticator == null ? found.authenticator() : authenticator;
    if (who == null && line.value("tls-client-ca") != null) {
      who = Authenticator.clientCertificate();
    }
    if (who != null) {
      options.authenticator(who);
    }
    if (found.oauth() != null) {
      if (who == null) {
        // what names an authorization server means to be closed
        throw new IllegalArgumentException(
            "VGI_OAUTH_RESOURCE is set but nothing checks the tokens, so that everybody could call;"
                + " set VGI_JWT_ISSUER or VGI_BEARER_TOKENS");
      }
      options.oauth(found.oauth());
    }
    boolean closed = who != null;
    if (!closed && at != null) {
      checkOpen(at);
    }
    return options
        .page(address -> CatalogPage.of(catalogs, address, closed))
        .port(line.number("port", 0, 0, 65_535))
        .threads(line.number("http-threads", HttpOptions.THREADS, 1, 10_000))
        .tokenLifetime(Duration.ofMillis(line.millis("token-lifetime", 3_600_000)))
        .maxRequestBytes(line.bytes("max-request-bytes", HttpOptions.MAX_REQUEST_BYTES))
        .maxResponseBytes(line.bytes("max-response-bytes", 0))
        .externalThreshold(externalThreshold(line))
        .maxUploadSlots(line.number("max-upload-slots", HttpOptions.MAX_UPLOAD_SLOTS, 0, 1_000_000))
        .maxExternalizedResponseBytes(line.bytes("max-externalized-response-bytes", 0))
        .build();
  }

  /** The hosts that requests may name; empty for those that suit the address. */
  private Set<String> allowedHosts() {
    String named = line.value("allowed-hosts");
    if (named == null) {
      return Set.of();
    }
    Set<String> hosts = entries(named);
    if (hosts.isEmpty()) {
      throw new WrongOptionException(
          "Option '--allowed-hosts' must name hosts with commas between, or * for all.");
    }
    return hosts;
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new WrongOptionException(
          "Option '--host' names '"
              + host
              + "', of which no address is known; give an address of this machine, or 0.0.0.0 for"
              + " all.");
    }
  }

  private void checkOpen(InetAddress host) {
    if (!line.has("allow-anonymous") && !host.isLoopbackAddress()) {
      throw new WrongOptionException(
          "Option '--host "
              + line.value("host")
              + "' lets everybody who reaches it call; set VGI_BEARER_TOKENS or VGI_JWT_ISSUER, or"
              + " give '--allow-anonymous' when that is meant.");
    }
  }

  private static Set<String> entries(String list) {
    Set<String> entries = new LinkedHashSet<>();
    for (String entry : list.split(",", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.strip());
      }
    }
    return entries;
  }

  private boolean isSet(String variable) {
    return "1".equals(environment.get(variable));
  }

  private @Nullable ExternalStorage externalStorage() throws IOException {
    String bucket = line.value("external-s3");
    if (bucket != null) {
      return s3(bucket, environment);
    }
    String files = line.value("external-directory");
    if (files == null) {
      return null;
    }
    String address = line.value("external-address");
    if (address == null) {
      String host = line.value("host");
      if (host != null && address(host).isAnyLocalAddress()) {
        throw new WrongOptionException(
            "Option '--external-directory' needs '--external-address URL' with '--host "
                + host
                + "', as clients cannot be sent to that address.");
      }
      return files(files).open();
    }
    FileStorage.Builder storage = files(files);
    try {
      storage.address(new URI(address));
    } catch (URISyntaxException | IllegalArgumentException wrong) {
      throw new WrongOptionException(
          "Option '--external-address' must be of the form https://host[:port][/prefix], not '"
              + address
              + "'.");
    }
    return storage.open();
  }

  private static URI receiptsAt(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException wrong) {
      throw new WrongOptionException(
          "Option '--receipts-at' must be of the form https://host[:port][/prefix], not '"
              + address
              + "'.");
    }
  }

  private FileStorage.Builder files(String directory) {
    long most = line.bytes("external-max-bytes", 0);
    if (most < 0) {
      throw new WrongOptionException(
          "Option '--external-max-bytes' must not be negative, it is " + most + ".");
    }
    return FileStorage.builder(Path.of(directory)).maxBytes(most);
  }

  private static ExternalStorage s3(String location, Map<String, String> environment) {
    ExternalStorage storage;
    try {
      storage = S3Storages.create(location, environment);
    } catch (IllegalArgumentException wrong) {
      throw new WrongOptionException("Option '--external-s3': " + wrong.getMessage() + ".");
    }
    if (storage == null) {
      throw new WrongOptionException(
          "Option '--external-s3' needs the library io.vgi:vgi-s3; add it to the worker's"
              + " dependencies.");
    }
    return storage;
  }

  /** The engine waits for ever where the small answers of a transaction are stored outside. */
  private static long externalThreshold(CommandLine line) {
    long bytes = line.bytes("external-threshold", HttpOptions.EXTERNAL_THRESHOLD);
    if (bytes < LEAST_EXTERNAL) {
      throw new WrongOptionException(
          "Option '--external-threshold' must be at least "
              + LEAST_EXTERNAL
              + ", not "
              + bytes
              + ".");
    }
    return bytes;
  }

  /** Requests are read in whatever coding they come, though answers may have none. */
  private void codings(HttpOptions.Builder options) {
    List<String> codings = new ArrayList<>(HttpOptions.CODINGS);
    if (isSet("VGI_HTTP_DISABLE_ZSTD")) {
      codings.remove("zstd");
    }
    boolean plain = isSet("VGI_HTTP_DISABLE_COMPRESSION");
    options.readCodings(codings).codings(plain ? List.of() : codings);
  }
}
