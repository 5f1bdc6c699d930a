package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.vgi.http.HttpOptions;
import io.vgi.http.external.ExternalStorage;
import io.vgi.rpc.internal.dispatch.Identity;
import org.jspecify.annotations.Nullable;

/** The headers of every response, whatever its status: clients refuse a response without them. */
final class Capabilities {
  private final HttpOptions options;
  private final Identity identity;
  private final String codings;

  Capabilities(HttpOptions options, Identity identity) {
    this.options = options;
    this.identity = identity;
    this.codings = String.join(", ", options.codings());
  }

  void stamp(HttpServerExchange exchange) {
    io.undertow.util.HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.RESPONSE_LIMIT_SUPPORT, "true");
    headers.put(Headers.CODINGS, codings);
    ExternalStorage storage = options.externalStorage();
    headers.put(Headers.EXTERNAL, storage == null ? "false" : "true");
    if (storage != null && options.maxExternalizedResponseBytes() > 0) {
      headers.put(Headers.MAX_EXTERNAL, options.maxExternalizedResponseBytes());
    }
    if (storage != null && storage.givesSlots()) {
      headers.put(Headers.UPLOADS, "true");
      headers.put(Headers.MAX_UPLOAD, options.maxUploadBytes());
    }
    headers.put(Headers.MAX_REQUEST, options.maxRequestBytes());
    if (options.maxResponseBytes() > 0) {
      headers.put(Headers.MAX_RESPONSE, options.maxResponseBytes());
    }
    String given = requestId(exchange);
    headers.put(Headers.REQUEST_ID, given == null ? identity.newRequestId() : given);
  }

  /** The name that the client gave its request, when it is fit for a header and a log. */
  static @Nullable String requestId(HttpServerExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst(Headers.REQUEST_ID);
    if (given == null || given.isEmpty() || given.length() > Identity.MOST_REQUEST_ID_CHARS) {
      return null;
    }
    for (int i = 0; i < given.length(); i++) {
      if (given.charAt(i) <= ' ' || given.charAt(i) > '~') {
        return null;
      }
    }
    return given;
  }
}
