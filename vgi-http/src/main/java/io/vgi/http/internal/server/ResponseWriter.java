package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.vgi.http.HttpOptions;
import io.vgi.http.internal.call.Answer;
import io.vgi.http.internal.coding.Codings;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import io.vgi.rpc.internal.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses: answers of Arrow, coded as the client likes them, and what HTTP itself says.
 */
final class ResponseWriter {
  static final String ARROW = "application/vnd.apache.arrow.stream";
  static final String JSON = "application/json";
  static final String HTML = "text/html; charset=utf-8";
  private static final long SMALL_BODY = 1_024;
  private static final long BUSY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final AtomicLong TOLD_BUSY = new AtomicLong(System.nanoTime() - 2 * BUSY_NANOS);

  private final HttpOptions options;

  ResponseWriter(HttpOptions options) {
    this.options = options;
  }

  /** Sends the complete {@code answer} to a request of so many bytes. */
  void send(HttpServerExchange exchange, Answer answer, long requestBytes) {
    exchange.setStatusCode(answer.status());
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(io.undertow.util.Headers.CONTENT_TYPE, ARROW);
    if (answer.isError() && answer.status() == 200) {
      headers.put(Headers.RPC_ERROR, "true");
    }
    Codings.Choice coding = coding(exchange, answer.body().size());
    ChunkedBuffer coded = coding == null ? null : coded(coding.name(), answer.body());
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
  private static @Nullable ChunkedBuffer coded(String name, ChunkedBuffer body) {
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

  /** Answers a question for what can be done. */
  static void allow(HttpServerExchange exchange, @Nullable String verbs) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(io.undertow.util.Headers.CACHE_CONTROL, "public, max-age=300");
    if (verbs != null) {
      headers.put(io.undertow.util.Headers.ALLOW, verbs);
    }
    RequestBodyDrain.answer(exchange.setStatusCode(204), ByteBuffer.allocate(0));
  }

  static void refuseVerb(HttpServerExchange exchange, String verbs, String why) {
    exchange.getResponseHeaders().put(io.undertow.util.Headers.ALLOW, verbs);
    text(exchange, 405, JSON, error(why));
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

  static void notFound(HttpServerExchange exchange) {
    text(exchange, 404, JSON, error("There is nothing here"));
  }

  static String error(String message) {
    return Json.value(Map.of("error", message));
  }

  static void text(HttpServerExchange exchange, int status, String type, String body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(io.undertow.util.Headers.CONTENT_TYPE, type);
    RequestBodyDrain.answer(exchange, StandardCharsets.UTF_8.encode(body));
  }
}
