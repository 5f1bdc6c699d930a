package io.vgi.jwt;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Addresses that keys may come from: nobody must be able to change them on the way. */
final class WebUrl {
  private WebUrl() {}

  /** What is wrong with {@code url}, or null. */
  static @Nullable String fault(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException malformed) {
      return "'" + url + "' is no URL";
    }
    String host = uri.getHost();
    if (host == null) {
      return "'" + url + "' is no absolute URL";
    }
    if (uri.getUserInfo() != null) {
      return "'https://…@" + host + "' must not hold a password";
    }
    boolean local = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    if ("https".equalsIgnoreCase(uri.getScheme())
        || (local && "http".equalsIgnoreCase(uri.getScheme()))) {
      return null;
    }
    return "'" + url + "' must be an https URL";
  }
}
