package io.vgi.jwt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the key set of one issuer.
 *
 * @param issuer who publishes it
 * @param url where it is; null to ask the issuer's OpenID configuration each time
 * @param connect the longest wait for a connection
 * @param read the longest wait for a document
 */
record KeyDocuments(String issuer, @Nullable String url, Duration connect, Duration read) {
  private static final String CONFIGURATION = "/.well-known/openid-configuration";
  private static final int MOST_BYTES = 1 << 20;

  /**
   * Fetches the keys.
   *
   * @throws IOException with a message for the operator: names the address, shows no credential
   */
  Keys fetch() throws IOException {
    String address = url == null ? discover() : url;
    try {
      return Keys.parse(get(address));
    } catch (ParseException wrong) {
      throw new IOException("The key set at " + address + " is not usable: " + wrong.getMessage());
    }
  }

  private String discover() throws IOException {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    String address = base + CONFIGURATION;
    Object named;
    Object keys;
    try {
      Map<String, Object> document = Keys.members(get(address));
      named = document.get("issuer");
      keys = document.get("jwks_uri");
    } catch (ParseException wrong) {
      throw new IOException("The document at " + address + " is no JSON object");
    }
    if (!issuer.equals(named)) {
      throw new IOException("The document at " + address + " is that of another issuer: " + named);
    } else if (!(keys instanceof String found)) {
      throw new IOException("The document at " + address + " has no jwks_uri");
    } else {
      String fault = WebUrl.fault(found);
      if (fault != null) {
        throw new IOException("The jwks_uri of the document at " + address + ": " + fault);
      }
      return found;
    }
  }

  private String get(String address) throws IOException {
    URLConnection connection = URI.create(address).toURL().openConnection();
    if (!(connection instanceof HttpURLConnection http)) {
      throw new IOException(address + " is not reached over HTTP");
    }
    http.setConnectTimeout((int) connect.toMillis());
    http.setReadTimeout((int) read.toMillis());
    // where a redirect leads nobody has checked
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setRequestProperty("Accept", "application/json");
    try {
      int status = http.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException(address + " answers with status " + status);
      }
      return body(http, address);
    } catch (IOException failed) {
      http.disconnect();
      throw failed;
    }
  }

  private String body(HttpURLConnection http, String address) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    try (InputStream in = http.getInputStream()) {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        body.write(part, 0, read);
        if (body.size() > MOST_BYTES) {
          throw new IOException(address + " answers with more than 1 MiB");
        } else if (System.nanoTime() - start > read().toNanos()) {
          throw new IOException(address + " takes longer than " + read() + " to answer");
        }
      }
    }
    return body.toString(StandardCharsets.UTF_8);
  }
}
