package io.vgi.http.internal.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.vgi.http.HttpOptions;
import io.vgi.http.external.FileStorage;
import io.vgi.http.internal.external.ServedDirectory;
import io.vgi.http.internal.server.RpcRequests.Request;
import io.vgi.rpc.Principal;
import io.vgi.rpc.internal.dispatch.Host;
import io.vgi.rpc.internal.dispatch.Json;
import io.vgi.rpc.internal.dispatch.Presence;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.ipc.Chunks;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where every request begins: which route it is for, and what HTTP itself has to say to it. */
final class Front implements HttpHandler {
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  static final String JSON = "application/json";
  static final String HTML = "text/html; charset=utf-8";
  static final String READ = "GET, HEAD";
  private static final long LEAST_RESPONSE = 65_536;
  private static final long MOST_RESPONSE = (1L << 53) - 1;
  private static final long SMALL_BODY = 1_024;
  private static final long BUSY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final AtomicLong TOLD_BUSY = new AtomicLong(System.nanoTime() - 2 * BUSY_NANOS);

  private final Host host;
  private final HttpOptions options;
  private final Capabilities capabilities;
  private final Cors cors;
  private final Guard guard;
  private final RpcRequests requests;
  private final Executor workers;
  private final Drain drain;
  private final @Nullable StoredFiles files;

  Front(Host host, HttpOptions options, RpcRequests requests, Executor workers, Drain drain) {
    this.host = host;
    this.options = options;
    this.capabilities = new Capabilities(options, host.identity());
    this.cors = new Cors(options.corsOrigins(), options.externalStorage() instanceof FileStorage);
    this.guard = new Guard(options);
    this.requests = requests;
    this.workers = workers;
    this.drain = drain;
    this.files =
        options.externalStorage() instanceof FileStorage stored
            ? new StoredFiles(ServedDirectory.of(stored), workers)
            : null;
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
      notFound(exchange);
      return;
    }
    String route = path.substring(prefix.length());
    if (verb.equals("OPTIONS")) {
      allow(exchange, verbs(route));
    } else if (route.equals("/health")) {
      health(exchange, verb);
    } else if (files != null && route.startsWith(ServedDirectory.ROUTE)) {
      files.handle(exchange, verb, route.substring(ServedDirectory.ROUTE.length()));
    } else if (isPage(route)) {
      page(exchange, verb);
    } else if (verb.equals("POST")) {
      admit(exchange, route);
    } else {
      RpcPath rpc = RpcPath.parse(route, host.router());
      if (rpc != null && rpc.protocol() != null && host.router().hosted(rpc.protocol()) != null) {
        refuseVerb(exchange, "POST", "Calls are made with POST");
      } else {
        notFound(exchange);
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
    }
    RpcPath rpc = RpcPath.parse(route, host.router());
    return rpc == null || requests.unknown(rpc) != null ? null : "POST";
  }

  /** Answers a question for what can be done. */
  static void allow(HttpServerExchange exchange, @Nullable String verbs) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(io.undertow.util.Headers.CACHE_CONTROL, "public, max-age=300");
    if (verbs != null) {
      headers.put(io.undertow.util.Headers.ALLOW, verbs);
    }
    Unread.answer(exchange.setStatusCode(204), ByteBuffer.allocate(0));
  }

  static void refuseVerb(HttpServerExchange exchange, String verbs, String why) {
    exchange.getResponseHeaders().put(io.undertow.util.Headers.ALLOW, verbs);
    text(exchange, 405, JSON, error(why));
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
                  String fault = host.health().fault();
                  health(working, fault == null ? "ok" : "unavailable", fault);
                });
      }
    } else {
      refuseVerb(exchange, READ, "Health is asked for with GET or HEAD");
    }
  }

  private void health(HttpServerExchange exchange, String status, @Nullable String reason) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", status);
    if (reason != null) {
      body.put("reason", reason);
    }
    body.put("server_id", host.identity().serverId());
    body.put("protocol", host.router().first().protocol());
    text(exchange, status.equals("ok") ? 200 : 503, JSON, Json.value(body));
  }

  private void page(HttpServerExchange exchange, String verb) {
    UnaryOperator<String> page = options.page();
    if (page == null || !(verb.equals("GET") || verb.equals("HEAD"))) {
      refuseVerb(exchange, READ, "The page is read with GET or HEAD");
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
      text(exchange, 500, JSON, error("The page cannot be made"));
      return;
    }
    text(exchange, 200, HTML, html);
  }

  /** Nothing of a body is read before it is known whose it is. */
  private void admit(HttpServerExchange exchange, String route) {
    if (guard.isOpen()) {
      post(exchange, route, Principal.ANONYMOUS);
      return;
    }
    exchange.dispatch(
        workers,
        (HttpHandler)
            working -> {
              Principal caller = guard.caller(working);
              if (caller != null) {
                working.dispatch(
                    working.getIoThread(), (HttpHandler) back -> post(back, route, caller));
              }
            });
  }

  private void post(HttpServerExchange exchange, String route, Principal caller) {
    RpcPath rpc = RpcPath.parse(route, host.router());
    if (rpc == null) {
      notFound(exchange);
      return;
    }
    Refusal refusal = refusal(exchange, rpc);
    if (refusal != null) {
      exchange.dispatch(workers, (HttpHandler) working -> refuse(working, refusal));
      return;
    }
    CallMemory memory = host.memory().call();
    Transfer.receive(
        exchange,
        options.maxRequestBytes(),
        memory,
        new Transfer.Received() {
          @Override
          public void complete(HttpServerExchange done, Chunks body) {
            done.dispatch(
                workers, (HttpHandler) working -> call(working, rpc, caller, body, memory));
          }

          @Override
          public void tooLarge(HttpServerExchange refused) {
            Front.this.tooLarge(refused);
          }
        });
  }

  private record Refusal(int status, RpcFault why) {}

  /** What the head alone has against a request, whatever its body is. */
  private @Nullable Refusal refusal(HttpServerExchange exchange, RpcPath path) {
    RpcFault unknown = requests.unknown(path);
    if (unknown != null) {
      return new Refusal(404, unknown);
    } else if (responseLimit(exchange) < 0) {
      String why =
          "Header '"
              + Headers.RESPONSE_LIMIT
              + "' must be a number of bytes from 65536 to 9007199254740991";
      return new Refusal(400, RpcFault.malformedRequest(why));
    } else if (!ARROW.equals(
        exchange.getRequestHeaders().getFirst(io.undertow.util.Headers.CONTENT_TYPE))) {
      return new Refusal(415, RpcFault.malformedRequest("The content type must be " + ARROW));
    }
    return null;
  }

  private void refuse(HttpServerExchange exchange, Refusal refusal) {
    Answer answer = new Answer(host.memory().call());
    try {
      String requestId = exchange.getResponseHeaders().getFirst(Headers.REQUEST_ID);
      requests.refuse(answer, refusal.status(), refusal.why(), requestId);
    } catch (IOException | RuntimeException failure) {
      WorkerLog.error("A request could not be refused", failure);
      answer.close();
      text(exchange, 500, JSON, error("The worker failed to answer"));
      return;
    }
    send(exchange, answer, 0);
  }

  private void call(
      HttpServerExchange exchange,
      RpcPath path,
      Principal caller,
      Chunks received,
      CallMemory memory) {
    long requestBytes = received.size();
    Answer answer = new Answer(memory);
    try (Chunks body = plain(exchange, received)) {
      if (body == null) {
        return;
      }
      long limit = responseLimit(exchange);
      String requestId = exchange.getResponseHeaders().getFirst(Headers.REQUEST_ID);
      Presence presence = drain.watch(exchange);
      try {
        requests.answer(
            new Request(
                path,
                body,
                caller,
                limit,
                requestId,
                RpcRequests.Trace.of(exchange.getRequestHeaders()),
                exchange.getSourceAddress().getAddress().getHostAddress(),
                presence),
            answer);
      } catch (IOException | RuntimeException | Error failure) {
        answer.close();
        throw failure;
      } finally {
        drain.unwatch(presence);
      }
      // its memory is free when the client that was answered comes again
      body.clear();
      send(exchange, answer, requestBytes);
    } catch (MemoryLimitException full) { // nothing was called yet
      noMemory(exchange, full.isTransient());
    } catch (Throwable failure) { // a connection that just ends would pass for the end of the rows
      if (failure instanceof OutOfMemoryError && !answer.isCalled()) {
        noMemory(exchange, !memory.isAlone());
        return;
      }
      WorkerLog.error("A request failed", failure);
      // clients repeat a request that was answered with 500, and what was called would run again
      answer.error(answer.isCalled() ? 400 : 500);
      answer.failed(failure);
      answer.complete(requestBytes, 0);
      if (!exchange.isResponseStarted()) {
        text(exchange, answer.status(), JSON, error("The worker failed to answer"));
      }
    }
  }

  /** The body without its coding, or null when that was answered with a refusal. */
  private @Nullable Chunks plain(HttpServerExchange exchange, Chunks received) throws IOException {
    String coding =
        exchange.getRequestHeaders().getFirst(io.undertow.util.Headers.CONTENT_ENCODING);
    if (coding == null || coding.isBlank() || coding.equalsIgnoreCase(Codings.IDENTITY)) {
      return received;
    }
    try (received) {
      String name = coding.toLowerCase(java.util.Locale.ROOT);
      if (!options.readCodings().contains(name)) {
        String read = options.readCodings().isEmpty() ? "none" : options.readCodings().toString();
        String why = "Bodies coded as '" + shown(coding) + "' are not read here; what is: " + read;
        text(exchange, 415, JSON, error(why));
        return null;
      }
      return Codings.decode(name, received, options.maxRequestBytes());
    } catch (Bounded.TooLargeException tooLarge) {
      tooLarge(exchange);
      return null;
    } catch (IOException damaged) {
      text(exchange, 400, JSON, error("The body cannot be decoded: " + damaged.getMessage()));
      return null;
    }
  }

  /** The most bytes of the answer; negative when the client's number is none. */
  private long responseLimit(HttpServerExchange exchange) {
    long own = options.maxResponseBytes() == 0 ? Long.MAX_VALUE : options.maxResponseBytes();
    String given = exchange.getRequestHeaders().getFirst(Headers.RESPONSE_LIMIT);
    if (given == null) {
      return own;
    }
    long number = 0;
    for (int i = 0; i < given.length(); i++) {
      char c = given.charAt(i);
      if (c < '0' || c > '9' || (i == 0 && c == '0') || i > 15) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number < LEAST_RESPONSE || number > MOST_RESPONSE ? -1 : Math.min(own, number);
  }

  private void send(HttpServerExchange exchange, Answer answer, long requestBytes) {
    exchange.setStatusCode(answer.status());
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(io.undertow.util.Headers.CONTENT_TYPE, ARROW);
    if (answer.isError() && answer.status() == 200) {
      headers.put(Headers.RPC_ERROR, "true");
    }
    Codings.Choice coding = coding(exchange, answer.body().size());
    Chunks coded = coding == null ? null : coded(coding.name(), answer.body());
    if (coding == null || coded == null) {
      answer.complete(requestBytes, answer.body().size());
      Transfer.send(exchange, answer.body());
      return;
    }
    answer.close();
    headers.put(
        coding.custom() ? Headers.OWN_CODING : io.undertow.util.Headers.CONTENT_ENCODING,
        coding.name());
    answer.complete(requestBytes, coded.size());
    Transfer.send(exchange, coded);
  }

  /** The coded answer, or null when it cannot be coded and has to go as it is. */
  private static @Nullable Chunks coded(String name, Chunks body) {
    try {
      return Codings.encode(name, body);
    } catch (MemoryLimitException full) {
      WorkerLog.debug("An answer goes as it is: " + full.getMessage());
      return null;
    } catch (RuntimeException | OutOfMemoryError failure) {
      WorkerLog.error("An answer could not be coded with " + name, failure);
      return null;
    }
  }

  private Codings.@Nullable Choice coding(HttpServerExchange exchange, long size) {
    if (size < SMALL_BODY) {
      return null;
    }
    HeaderMap asked = exchange.getRequestHeaders();
    if (!options.compressLocally()
        && exchange.getSourceAddress().getAddress().isLoopbackAddress()
        && !asked.contains("Forwarded")
        && !asked.contains("X-Forwarded-For")
        && !asked.contains("Via")) {
      return null;
    }
    return Codings.choose(
        asked.getFirst(Headers.ACCEPT_CODING),
        asked.getFirst(io.undertow.util.Headers.ACCEPT_ENCODING),
        options.codings());
  }

  private void tooLarge(HttpServerExchange exchange) {
    text(
        exchange,
        413,
        JSON,
        error("The request takes more than the " + options.maxRequestBytes() + " bytes allowed"));
  }

  /**
   * Refuses a request that there is no memory for.
   *
   * @param later whether there may be some when others have been answered
   */
  static void noMemory(HttpServerExchange exchange, boolean later) {
    if (!later) {
      text(exchange, 413, JSON, error("The request takes more memory than the worker has"));
      return;
    }
    long now = System.nanoTime();
    long told = TOLD_BUSY.get();
    // once in a while, or who sends too much fills the log as well
    if (now - told > BUSY_NANOS && TOLD_BUSY.compareAndSet(told, now)) {
      WorkerLog.warn("The memory for requests is taken; clients are told to come again");
    }
    exchange.getResponseHeaders().put(io.undertow.util.Headers.RETRY_AFTER, 1);
    text(exchange, 503, JSON, error("The worker holds as many requests as it can; try again"));
  }

  private static void notFound(HttpServerExchange exchange) {
    text(exchange, 404, JSON, error("There is nothing here"));
  }

  static String error(String message) {
    return Json.value(Map.of("error", message));
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  static void text(HttpServerExchange exchange, int status, String type, String body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(io.undertow.util.Headers.CONTENT_TYPE, type);
    Unread.answer(exchange, StandardCharsets.UTF_8.encode(body));
  }
}
