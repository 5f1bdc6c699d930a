package io.vgi.http.internal.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.vgi.http.internal.stream.ReceiptTokens;
import io.vgi.http.internal.stream.ReceiptTokens.Fetched;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.dispatch.Receipts;
import io.vgi.rpc.internal.dispatch.Router;
import io.vgi.rpc.internal.log.WorkerLog;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** Gives the answers that clients fetch, and tells who waits for that; the name is a credential. */
final class ReceivedAnswers {
  private final ReceiptTokens tokens;
  private final Router router;
  private final Executor workers;

  ReceivedAnswers(ReceiptTokens tokens, Router router, Executor workers) {
    this.tokens = tokens;
    this.router = router;
    this.workers = workers;
  }

  /** Answers a request for the answer called {@code name}; call on an I/O thread. */
  void handle(HttpServerExchange exchange, String verb, String name) {
    exchange.getResponseHeaders().put(io.undertow.util.Headers.CACHE_CONTROL, "no-store");
    if (verb.equals("GET")) {
      exchange.dispatch(workers, (HttpHandler) working -> give(working, name));
    } else {
      ResponseWriter.refuseVerb(exchange, "GET", "Answers are fetched with GET");
    }
  }

  private void give(HttpServerExchange exchange, String name) {
    Fetched fetched = tokens.open(name);
    Receipts told = fetched == null ? null : router.receipts(fetched.receipt().protocol());
    if (fetched == null || told == null) {
      ResponseWriter.notFound(exchange);
      return;
    }
    try {
      told.received(fetched.receipt().method(), fetched.receipt().note());
    } catch (Exception failure) {
      boolean over =
          failure instanceof VgiException known && known.kind() == VgiException.Kind.NOT_FOUND;
      WorkerLog.error("That an answer was received could not be kept", failure);
      // to tell it once more does no harm, so a client may try again
      ResponseWriter.text(
          exchange,
          over ? 404 : 503,
          ResponseWriter.JSON,
          ResponseWriter.error(over ? "The query is over" : "The answer cannot be given now"));
      return;
    }
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(io.undertow.util.Headers.CONTENT_TYPE, ResponseWriter.ARROW);
    RequestBodyDrain.answer(exchange.setStatusCode(200), ByteBuffer.wrap(fetched.answer()));
  }
}
