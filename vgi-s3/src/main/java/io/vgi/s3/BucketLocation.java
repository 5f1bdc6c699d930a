package io.vgi.s3;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the addresses of a storage lead: nothing else is ever fetched.
 *
 * @param scheme in lower case
 * @param host in lower case
 * @param port never the scheme's default left out
 * @param path what comes before the name of an object, as it is spelled in addresses
 */
record BucketLocation(String scheme, String host, int port, String path) {
  /**
   * The place of the object called {@code name}, as {@code url} spells it; null when it is none.
   */
  static @Nullable BucketLocation of(URI url, String name) {
    String scheme = url.getScheme();
    String host = url.getHost();
    String path = url.getRawPath();
    if (scheme == null || host == null || path == null || !path.endsWith("/" + name)) {
      return null;
    }
    return new BucketLocation(
        scheme.toLowerCase(Locale.ROOT),
        host.toLowerCase(Locale.ROOT),
        port(url),
        path.substring(0, path.length() - name.length()));
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
  }

  /** Whether {@code url} leads to an object here; an escape or a step upwards is no name. */
  boolean holds(URI url) {
    String text = url.getRawPath();
    if (url.getRawUserInfo() != null
        || url.getRawFragment() != null
        || text == null
        || !text.startsWith(path)) {
      return false;
    }
    String name = text.substring(path.length());
    return ObjectName.isOne(name) && equals(of(url, name));
  }

  /** Whether nobody can listen on the way there. */
  boolean isSafe() {
    return scheme.equals("https") || isLoopback();
  }

  /** Whether it is plain HTTP to this machine. */
  boolean isLoopback() {
    return scheme.equals("http")
        && (host.equals("127.0.0.1") || host.equals("[::1]") || host.equals("localhost"));
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port + path;
  }
}
