package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.vgi.http.HttpOptions;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthRequest;
import io.vgi.http.auth.AuthUnavailableException;
import io.vgi.http.auth.Authenticator;
import io.vgi.http.auth.OAuthMetadata;
import io.vgi.rpc.Principal;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets in whom the authenticator knows, and tells the others how to become known. */
final class Guard {
  static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private final @Nullable Authenticator authenticator;
  private final @Nullable OAuthMetadata oauth;
  private final String prefix;

  Guard(HttpOptions options) {
    this.authenticator = options.authenticator();
    this.oauth = options.oauth();
    this.prefix = options.prefix();
  }

  /** Whether everybody may call. */
  boolean isOpen() {
    return authenticator == null;
  }

  /** Who calls; null when that was answered with a refusal. */
  @Nullable Principal caller(HttpServerExchange exchange) {
    if (authenticator == null) {
      return Principal.ANONYMOUS;
    }
    AuthRequest request =
        new AuthRequest(
            exchange.getRequestMethod().toString(),
            exchange.getRequestPath(),
            exchange.getSourceAddress().getAddress().getHostAddress(),
            name -> {
              HeaderValues values = exchange.getRequestHeaders().get(name);
              return values == null ? List.of() : List.copyOf(values);
            },
            ClientCertificates.of(exchange));
    try {
      return known(authenticator.authenticate(request));
    } catch (AuthException refused) {
      refuse(exchange, refused);
    } catch (AuthUnavailableException down) {
      WorkerLog.warn("Callers cannot be authenticated: " + down.getMessage());
      unavailable(exchange, Math.max(1, down.retryAfter().toSeconds()), down.getMessage());
    } catch (Throwable broken) { // nobody else would answer
      WorkerLog.error("The authenticator failed", broken);
      unavailable(exchange, 1, "The authenticator failed");
    }
    return null;
  }

  // users' code that is not checked for null may well return it
  private static Principal known(@Nullable Principal caller) {
    if (caller == null) {
      throw new IllegalStateException(
          "It returned null; it must return a Principal, or throw AuthException for nobody");
    }
    return caller;
  }

  private static void unavailable(
      HttpServerExchange exchange, long seconds, @Nullable String detail) {
    exchange.getResponseHeaders().put(io.undertow.util.Headers.RETRY_AFTER, seconds);
    ResponseWriter.text(
        exchange, 503, ResponseWriter.JSON, ResponseWriter.error(String.valueOf(detail)));
  }

  private void refuse(HttpServerExchange exchange, AuthException refused) {
    io.undertow.util.HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.AUTH_REASON, refused.reason().wireName());
    headers.put(io.undertow.util.Headers.CACHE_CONTROL, "no-store");
    headers.put(
        io.undertow.util.Headers.WWW_AUTHENTICATE,
        oauth == null ? "Bearer" : oauth.challenge(oauth.origin() + WELL_KNOWN + prefix));
    boolean proxied = refused.reason() == AuthException.Reason.PROXY_REQUIRED;
    if (proxied) {
      headers.put(Headers.PROXY_REQUIRED, "true");
    }
    String detail = String.valueOf(refused.getMessage());
    String accept = exchange.getRequestHeaders().getFirst(io.undertow.util.Headers.ACCEPT);
    if (accept != null && accept.contains("text/html")) {
      ResponseWriter.text(exchange, 401, ResponseWriter.HTML, page(detail));
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", "unauthorized");
    body.put("reason", refused.reason().wireName());
    body.put("detail", detail);
    if (proxied) {
      body.put("proxy_hint", "This worker is reached through its proxy only; use that address");
    }
    ResponseWriter.text(exchange, 401, ResponseWriter.JSON, Json.value(body));
  }

  private static String page(String detail) {
    String safe = detail.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not authorized</title>"
        + "<h1>Not authorized</h1><p>"
        + safe
        + "</p></html>";
  }

  /** Whether {@code path} is that of the metadata. */
  boolean isWellKnown(String path) {
    return oauth != null && (path.equals(WELL_KNOWN + prefix) || path.equals(WELL_KNOWN));
  }

  /** Answers a request for the metadata. */
  void wellKnown(HttpServerExchange exchange, String verb) {
    if (verb.equals("OPTIONS")) {
      ResponseWriter.allow(exchange, HttpRoutes.READ);
    } else if (oauth == null || !(verb.equals("GET") || verb.equals("HEAD"))) {
      ResponseWriter.refuseVerb(exchange, HttpRoutes.READ, "The metadata is read with GET or HEAD");
    } else {
      exchange
          .getResponseHeaders()
          .put(io.undertow.util.Headers.CACHE_CONTROL, "public, max-age=60");
      ResponseWriter.text(exchange, 200, ResponseWriter.JSON, oauth.toJson());
    }
  }
}
