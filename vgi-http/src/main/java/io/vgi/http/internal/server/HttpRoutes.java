package io.vgi.http.internal.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.vgi.http.HttpOptions;
import io.vgi.http.internal.call.HttpCore;
import io.vgi.http.internal.call.Route;
import io.vgi.http.internal.external.ServedDirectory;
import io.vgi.http.internal.external.ServedFiles;
import io.vgi.http.internal.stream.ReceiptTokens;
import io.vgi.rpc.internal.dispatch.ServerCore;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where every request begins: which route it is for, and what is no call. */
final class HttpRoutes implements HttpHandler {
  static final String READ = "GET, HEAD";

  private final ServerCore core;
  private final HttpOptions options;
  private final Capabilities capabilities;
  private final Cors cors;
  private final Guard guard;
  private final RpcEndpoint rpc;
  private final Executor workers;
  private final Drain drain;
  private final @Nullable StoredFiles files;
  private final @Nullable ReceivedAnswers received;

  HttpRoutes(HttpCore http, HttpOptions options, Executor workers, Drain drain) {
    this.core = http.core();
    this.options = options;
    this.capabilities = new Capabilities(options, core.identity());
    ServedDirectory stored = ServedFiles.of(options.externalStorage());
    this.cors = new Cors(options.corsOrigins(), stored != null);
    this.guard = new Guard(options);
    this.rpc = new RpcEndpoint(http, options, guard, workers, drain);
    this.workers = workers;
    this.drain = drain;
    this.files = stored == null ? null : new StoredFiles(stored, workers);
    ReceiptTokens receipts = http.receipts();
    this.received = receipts == null ? null : new ReceivedAnswers(receipts, core.router(), workers);
  }

  /** Gives the response the headers that every one has; before anything can answer. */
  void stamp(HttpServerExchange exchange) {
    capabilities.stamp(exchange);
    cors.stamp(exchange);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String path = exchange.getRequestPath();
    String prefix = options.prefix();
    String verb = exchange.getRequestMethod().toString();
    if (guard.isWellKnown(path)) {
      guard.wellKnown(exchange, verb);
      return;
    }
    if (!path.startsWith(prefix)) {
      ResponseWriter.notFound(exchange);
      return;
    }
    String route = path.substring(prefix.length());
    if (verb.equals("OPTIONS")) {
      ResponseWriter.allow(exchange, verbs(route));
    } else if (route.equals("/health")) {
      health(exchange, verb);
    } else if (files != null && route.startsWith(ServedDirectory.ROUTE)) {
      files.handle(exchange, verb, route.substring(ServedDirectory.ROUTE.length()));
    } else if (received != null && route.startsWith(ReceiptTokens.ROUTE)) {
      received.handle(exchange, verb, route.substring(ReceiptTokens.ROUTE.length()));
    } else if (isPage(route)) {
      page(exchange, verb);
    } else if (verb.equals("POST")) {
      rpc.admit(exchange, route);
    } else {
      Route call = Route.of(route, core.router());
      if (call != null && call.service() != null) {
        ResponseWriter.refuseVerb(exchange, "POST", "Calls are made with POST");
      } else {
        ResponseWriter.notFound(exchange);
      }
    }
  }

  private boolean isPage(String route) {
    return options.page() != null && (route.isEmpty() || route.equals("/"));
  }

  /** The verbs of a route; null when there is nothing. */
  private @Nullable String verbs(String route) {
    if (route.equals("/health") || isPage(route)) {
      return READ;
    } else if (files != null && route.startsWith(ServedDirectory.ROUTE)) {
      return StoredFiles.VERBS;
    } else if (received != null && route.startsWith(ReceiptTokens.ROUTE)) {
      return "GET";
    }
    Route call = Route.of(route, core.router());
    return call == null || rpc.unknown(call) != null ? null : "POST";
  }

  private void health(HttpServerExchange exchange, String verb) {
    if (verb.equals("GET") || verb.equals("HEAD")) {
      if (drain.isDraining()) {
        health(exchange, "draining", null);
      } else {
        // what it looks at may take its time
        exchange.dispatch(
            workers,
            (HttpHandler)
                working -> {
                  String fault = core.health().fault();
                  health(working, fault == null ? "ok" : "unavailable", fault);
                });
      }
    } else {
      ResponseWriter.refuseVerb(exchange, READ, "Health is asked for with GET or HEAD");
    }
  }

  private void health(HttpServerExchange exchange, String status, @Nullable String reason) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", status);
    if (reason != null) {
      body.put("reason", reason);
    }
    body.put("server_id", core.identity().serverId());
    body.put("protocol", core.router().first().protocol());
    ResponseWriter.text(
        exchange, status.equals("ok") ? 200 : 503, ResponseWriter.JSON, Json.value(body));
  }

  private void page(HttpServerExchange exchange, String verb) {
    UnaryOperator<String> page = options.page();
    if (page == null || !(verb.equals("GET") || verb.equals("HEAD"))) {
      ResponseWriter.refuseVerb(exchange, READ, "The page is read with GET or HEAD");
      return;
    }
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(new io.undertow.util.HttpString("X-Content-Type-Options"), "nosniff");
    headers.put(
        new io.undertow.util.HttpString("Content-Security-Policy"),
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'");
    headers.put(new io.undertow.util.HttpString("Referrer-Policy"), "no-referrer");
    headers.add(io.undertow.util.Headers.VARY, "Host, X-Forwarded-Proto");
    String base = PageAddress.of(exchange, options.prefix());
    exchange.dispatch(workers, (HttpHandler) working -> page(working, page, base));
  }

  private void page(HttpServerExchange exchange, UnaryOperator<String> page, String base) {
    // it lists what is served, which is for those who may call
    if (guard.caller(exchange) == null) {
      return;
    }
    String html;
    try {
      html = Objects.requireNonNull(page.apply(base), "The page is null");
    } catch (Throwable broken) { // nobody else would answer
      WorkerLog.error("The page cannot be made", broken);
      ResponseWriter.text(
          exchange, 500, ResponseWriter.JSON, ResponseWriter.error("The page cannot be made"));
      return;
    }
    ResponseWriter.text(exchange, 200, ResponseWriter.HTML, html);
  }
}
