package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.vgi.http.HttpOptions;
import io.vgi.rpc.internal.log.WorkerLog;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests for a host that this server does not go by. A page whose name was made to lead
 * to this machine after it was loaded (DNS rebinding) is of the server's own origin for a browser,
 * and would get at what is for programs of this machine only. Any thread.
 */
final class HostCheck {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String ALL = "*";

  private final @Nullable Set<String> allowed;
  private final boolean withoutHost;

  private HostCheck(@Nullable Set<String> allowed, boolean withoutHost) {
    this.allowed = allowed;
    this.withoutHost = withoutHost;
  }

  /** What {@code options} say of a server at {@code address}. */
  static HostCheck of(HttpOptions options, InetAddress address) {
    Set<String> named = options.allowedHosts();
    if (named.contains(ALL)) {
      return new HostCheck(null, true);
    } else if (!named.isEmpty()) {
      Set<String> all = new HashSet<>(address.isLoopbackAddress() ? LOOPBACK : Set.of());
      named.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
      return new HostCheck(all, false);
    } else if (address.isLoopbackAddress() && options.authenticator() == null) {
      Set<String> all = new HashSet<>(LOOPBACK);
      all.add(options.host().toLowerCase(Locale.ROOT));
      all.add(address.getHostAddress());
      return new HostCheck(all, true);
    }
    return new HostCheck(null, true);
  }

  /**
   * Refuses options that let everybody of the network call unless they say so, and tells of tokens
   * that everybody may read.
   *
   * @throws IllegalArgumentException in one sentence
   */
  static void checkOpen(HttpOptions options, InetAddress address) {
    if (address.isLoopbackAddress()) {
      return;
    } else if (options.authenticator() == null && !options.allowAnonymous()) {
      throw new IllegalArgumentException(
          "Without an authenticator everybody who reaches '"
              + options.host()
              + "' may call; set one, or allowAnonymous(true) when that is meant");
    } else if (options.authenticator() != null && options.tls() == null) {
      WorkerLog.warn(
          "Callers send their tokens to '"
              + options.host()
              + "' in plain text; use TLS, here or at a proxy in front of it");
    }
  }

  /** Whether the request may go on; otherwise it is answered with a refusal. */
  boolean admits(HttpServerExchange exchange) {
    if (allowed == null) {
      return true;
    }
    String host = exchange.getRequestHeaders().getFirst(io.undertow.util.Headers.HOST);
    if (host == null ? withoutHost : allowed.contains(name(host))) {
      return true;
    }
    ResponseWriter.text(
        exchange,
        421,
        ResponseWriter.JSON,
        ResponseWriter.error(
            "This server does not answer for the host that the request names; reach it by its own"
                + " address, or name the host in --allowed-hosts"));
    return false;
  }

  /** {@code host} without its port. */
  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return name.toLowerCase(Locale.ROOT);
  }
}
