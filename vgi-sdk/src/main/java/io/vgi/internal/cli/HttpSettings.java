package io.vgi.internal.cli;

import io.vgi.catalog.CatalogSource;
import io.vgi.internal.page.CatalogPage;
import io.vgi.rpc.HttpOptions;
import io.vgi.rpc.auth.Authenticator;
import io.vgi.rpc.external.ExternalStorage;
import io.vgi.rpc.external.FileStorage;
import io.vgi.rpc.external.S3Provider;
import io.vgi.rpc.internal.auth.AuthEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What the command line and the environment say about HTTP. */
final class HttpSettings {
  private static final String KEY = "VGI_SIGNING_KEY";
  private static final String KEY_FILE = "VGI_SIGNING_KEY_FILE";
  private static final String KEYSTORE_PASSWORD = "VGI_TLS_KEYSTORE_PASSWORD";

  private static final long LEAST_EXTERNAL = 4_096;

  private HttpSettings() {}

  static HttpOptions read(
      CommandLine line,
      List<CatalogSource> catalogs,
      @Nullable Authenticator authenticator,
      Map<String, String> environment)
      throws IOException {
    HttpOptions.Builder options = HttpOptions.builder();
    String host = line.value("host");
    if (host != null) {
      options.host(host);
    }
    String prefix = line.value("prefix");
    if (prefix != null) {
      options.prefix(prefix);
    }
    String origins = line.value("cors-origins");
    if (origins != null) {
      options.corsOrigins(Set.of(origins.split(",", -1)));
    }
    byte[] key = key(environment);
    if (key != null) {
      options.tokenKey(key);
    }
    codings(options, environment);
    options.compressLocally(line.has("compress-locally"));
    options.keepStreams(!"1".equals(environment.get("VGI_HTTP_STATELESS")));
    ExternalStorage storage = externalStorage(line, environment);
    if (storage != null) {
      options.externalStorage(storage);
    }
    String keystore = line.value("tls-keystore");
    if (keystore != null) {
      options.tls(tls(Path.of(keystore), environment.get(KEYSTORE_PASSWORD)));
    }
    try {
      AuthEnvironment.Found found = AuthEnvironment.read(environment);
      Authenticator who = authenticator == null ? found.authenticator() : authenticator;
      if (who != null) {
        options.authenticator(who);
      }
      if (found.oauth() != null) {
        options.oauth(found.oauth());
      }
      boolean closed = who != null;
      return options
          .page(address -> CatalogPage.of(catalogs, address, closed))
          .port(line.number("port", 0, 0, 65_535))
          .threads(line.number("http-threads", HttpOptions.THREADS, 1, 10_000))
          .tokenLifetime(Duration.ofMillis(line.millis("token-lifetime", 3_600_000)))
          .maxRequestBytes(line.bytes("max-request-bytes", HttpOptions.MAX_REQUEST_BYTES))
          .maxResponseBytes(line.bytes("max-response-bytes", 0))
          .externalThreshold(externalThreshold(line))
          .maxExternalizedResponseBytes(line.bytes("max-externalized-response-bytes", 0))
          .build();
    } catch (IllegalArgumentException wrong) {
      throw new WrongOptionException(String.valueOf(wrong.getMessage()));
    }
  }

  private static @Nullable ExternalStorage externalStorage(
      CommandLine line, Map<String, String> environment) throws IOException {
    String bucket = line.value("external-s3");
    if (bucket != null) {
      return s3(bucket, environment);
    }
    String files = line.value("external-directory");
    if (files == null) {
      return null;
    }
    String address = line.value("external-address");
    return address == null
        ? FileStorage.in(Path.of(files))
        : FileStorage.in(Path.of(files), URI.create(address));
  }

  private static ExternalStorage s3(String location, Map<String, String> environment) {
    for (S3Provider provider : ServiceLoader.load(S3Provider.class)) {
      try {
        return provider.create(location, environment);
      } catch (IllegalArgumentException wrong) {
        throw new WrongOptionException("Option '--external-s3': " + wrong.getMessage() + ".");
      }
    }
    throw new WrongOptionException(
        "Option '--external-s3' needs the library io.vgi:vgi-s3; add it to the worker's"
            + " dependencies.");
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
  private static void codings(HttpOptions.Builder options, Map<String, String> environment) {
    List<String> codings = new ArrayList<>(HttpOptions.CODINGS);
    if ("1".equals(environment.get("VGI_HTTP_DISABLE_ZSTD"))) {
      codings.remove("zstd");
    }
    boolean compresses = !"1".equals(environment.get("VGI_HTTP_DISABLE_COMPRESSION"));
    options.readCodings(codings).codings(compresses ? codings : List.of());
  }

  private static byte @Nullable [] key(Map<String, String> environment) throws IOException {
    String text = environment.get(KEY);
    if (text != null && !text.isEmpty()) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    String file = environment.get(KEY_FILE);
    return file == null || file.isEmpty() ? null : Files.readAllBytes(Path.of(file));
  }

  private static SSLContext tls(Path file, @Nullable String password) throws IOException {
    char[] secret = password == null ? new char[0] : password.toCharArray();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(in, secret);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, secret);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IOException(
          "The keystore '"
              + file
              + "' cannot be used with the password in "
              + KEYSTORE_PASSWORD
              + ": "
              + unusable.getMessage(),
          unusable);
    }
  }
}
