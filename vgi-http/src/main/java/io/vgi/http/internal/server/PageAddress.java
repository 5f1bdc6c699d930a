package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The URL that a client reaches the worker with, as its request tells it. */
final class PageAddress {
  private static final int LONGEST = 260;

  private PageAddress() {}

  /** Scheme, host and prefix without a slash at the end; hosts that are none are not repeated. */
  static String of(HttpServerExchange exchange, String prefix) {
    String forwarded = exchange.getRequestHeaders().getFirst("X-Forwarded-Proto");
    InetSocketAddress own = exchange.getDestinationAddress();
    return of(
        scheme(forwarded, exchange.getRequestScheme()),
        exchange.getRequestHeaders().getFirst(io.undertow.util.Headers.HOST),
        "127.0.0.1:" + (own == null ? 0 : own.getPort()),
        prefix);
  }

  static String of(String scheme, @Nullable String host, String own, String prefix) {
    return scheme + "://" + (host != null && isHost(host) ? host : own) + prefix;
  }

  /** What a proxy in front says the client spoke, when it says one of the two there are. */
  static String scheme(@Nullable String forwarded, String own) {
    if (forwarded != null) {
      int comma = forwarded.indexOf(',');
      String first = (comma < 0 ? forwarded : forwarded.substring(0, comma)).strip();
      if (first.equalsIgnoreCase("https")) {
        return "https";
      } else if (first.equalsIgnoreCase("http")) {
        return "http";
      }
    }
    return own.equalsIgnoreCase("https") ? "https" : "http";
  }

  /** A name, an IPv4 address or an IPv6 address in brackets, and perhaps a port. */
  static boolean isHost(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    boolean bracketed = text.charAt(0) == '[';
    int end = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
    if (end < 0) {
      end = text.length();
    }
    if (end == 0 || (end < text.length() && !isPort(text, end))) {
      return false;
    }
    for (int i = bracketed ? 1 : 0; i < (bracketed ? end - 1 : end); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && (bracketed ? ":." : ".-_").indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPort(String text, int colon) {
    if (text.charAt(colon) != ':' || text.length() == colon + 1 || text.length() > colon + 6) {
      return false;
    }
    for (int i = colon + 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
