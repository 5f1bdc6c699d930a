package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.util.Set;

/** Lets pages of other origins call, where that was asked for. */
final class Cors {
  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
  private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
  private static final HttpString EXPOSE = new HttpString("Access-Control-Expose-Headers");
  private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
  private static final HttpString RESOURCE_POLICY = new HttpString("Cross-Origin-Resource-Policy");
  private static final HttpString VARY = new HttpString("Vary");
  private static final String EXPOSED =
      String.join(
          ", ",
          Headers.RESPONSE_LIMIT_SUPPORT.toString(),
          Headers.CODINGS.toString(),
          Headers.EXTERNAL.toString(),
          Headers.UPLOADS.toString(),
          Headers.MAX_UPLOAD.toString(),
          Headers.MAX_EXTERNAL.toString(),
          Headers.MAX_REQUEST.toString(),
          Headers.MAX_RESPONSE.toString(),
          "WWW-Authenticate",
          Headers.REQUEST_ID.toString(),
          Headers.OWN_CODING.toString(),
          Headers.RPC_ERROR.toString(),
          Headers.AUTH_REASON.toString(),
          Headers.PROXY_REQUIRED.toString());
  // those of sessions and proxies are ignored, but a browser asks before it sends them
  private static final String SENT =
      "Authorization, Content-Type, Content-Encoding, X-Request-ID, X-VGI-Accept-Encoding,"
          + " VGI-Accept-Max-Response-Bytes, VGI-Session, VGI-Session-Accept, VGI-Proxy-Proof,"
          + " traceparent, tracestate";

  private final Set<String> origins;
  private final String methods;

  /** Lets pages of {@code origins} call, and upload where the worker takes uploads itself. */
  Cors(Set<String> origins, boolean uploads) {
    this.origins = origins;
    this.methods = uploads ? "GET, HEAD, POST, PUT, OPTIONS" : "GET, HEAD, POST, OPTIONS";
  }

  void stamp(HttpServerExchange exchange) {
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    boolean all = origins.contains("*");
    HeaderMap headers = exchange.getResponseHeaders();
    if (!all && !origins.isEmpty()) {
      // caches must not give one origin's answer to another, nor to none
      headers.add(VARY, "Origin");
    }
    if (origins.isEmpty() || (!all && (origin == null || !origins.contains(origin)))) {
      return;
    }
    headers.put(ALLOW_ORIGIN, all ? "*" : origin);
    headers.put(EXPOSE, EXPOSED);
    headers.put(RESOURCE_POLICY, "cross-origin");
    if (exchange.getRequestMethod().equalToString("OPTIONS")) {
      headers.put(ALLOW_METHODS, methods);
      headers.put(ALLOW_HEADERS, SENT);
      headers.put(MAX_AGE, 7200);
    }
  }
}
