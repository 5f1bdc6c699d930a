package io.vgi.http.internal.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.vgi.http.HttpOptions;
import io.vgi.http.internal.call.Answer;
import io.vgi.http.internal.call.CallCookie;
import io.vgi.http.internal.call.HttpCall;
import io.vgi.http.internal.call.HttpCore;
import io.vgi.http.internal.call.Route;
import io.vgi.http.internal.call.Trace;
import io.vgi.http.internal.coding.Bounded;
import io.vgi.http.internal.coding.Codings;
import io.vgi.rpc.Peer;
import io.vgi.rpc.Principal;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.Caller;
import io.vgi.rpc.internal.dispatch.ControlBatches;
import io.vgi.rpc.internal.dispatch.Presence;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.ipc.StreamWriter;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The calls: who may make them, what their heads and bodies must be, and their answers. */
final class RpcEndpoint {
  private static final long LEAST_RESPONSE = 65_536;
  private static final long MOST_RESPONSE = (1L << 53) - 1;

  private final HttpCore http;
  private final HttpOptions options;
  private final Guard guard;
  private final Executor workers;
  private final Drain drain;
  private final ResponseWriter responses;

  RpcEndpoint(HttpCore http, HttpOptions options, Guard guard, Executor workers, Drain drain) {
    this.http = http;
    this.options = options;
    this.guard = guard;
    this.workers = workers;
    this.drain = drain;
    this.responses = new ResponseWriter(options);
  }

  /** Why nobody serves what {@code route} names; null when it may be served. */
  @Nullable RpcFault unknown(Route route) {
    boolean upload = route.step() == Route.Step.UPLOAD && http.uploads().areGiven();
    return upload ? null : route.fault();
  }

  /** Nothing of a body is read before it is known whose it is. */
  void admit(HttpServerExchange exchange, String route) {
    if (guard.isOpen()) {
      post(exchange, route, Principal.ANONYMOUS);
      return;
    }
    NextRequest.expect(exchange);
    exchange.dispatch(
        workers,
        (HttpHandler)
            working -> {
              Principal caller = guard.caller(working);
              if (caller != null) {
                post(working, route, caller);
              }
            });
  }

  private void post(HttpServerExchange exchange, String route, Principal caller) {
    Route rpc = Route.of(route, http.core().router());
    if (rpc == null) {
      ResponseWriter.notFound(exchange);
      return;
    }
    Refusal refusal = refusal(exchange, rpc);
    if (refusal != null) {
      work(exchange, working -> refuse(working, refusal));
      return;
    }
    CallMemory memory = http.core().memory().call();
    Transfer.receive(
        exchange,
        options.maxRequestBytes(),
        memory,
        new Transfer.Received() {
          @Override
          public void complete(HttpServerExchange done, ChunkedBuffer body) {
            work(done, working -> call(working, rpc, caller, body, memory));
          }

          @Override
          public void tooLarge(HttpServerExchange refused) {
            RpcEndpoint.this.tooLarge(refused);
          }
        });
  }

  /** Has {@code task} done by a thread that may wait, which is this one unless it moves bodies. */
  private void work(HttpServerExchange exchange, Consumer<HttpServerExchange> task) {
    if (exchange.isInIoThread()) {
      exchange.dispatch(workers, (HttpHandler) task::accept);
    } else {
      task.accept(exchange);
    }
  }

  private record Refusal(int status, RpcFault why) {}

  /** What the head alone has against a request, whatever its body is. */
  private @Nullable Refusal refusal(HttpServerExchange exchange, Route route) {
    RpcFault unknown = unknown(route);
    if (unknown != null) {
      return new Refusal(404, unknown);
    } else if (responseLimit(exchange) < 0) {
      String why =
          "Header '"
              + Headers.RESPONSE_LIMIT
              + "' must be a number of bytes from 65536 to 9007199254740991";
      return new Refusal(400, RpcFault.malformedRequest(why));
    } else if (!ResponseWriter.ARROW.equals(
        exchange.getRequestHeaders().getFirst(io.undertow.util.Headers.CONTENT_TYPE))) {
      return new Refusal(
          415, RpcFault.malformedRequest("The content type must be " + ResponseWriter.ARROW));
    }
    return null;
  }

  private void refuse(HttpServerExchange exchange, Refusal refusal) {
    CallMemory memory = http.core().memory().call();
    Answer answer = new Answer(memory);
    answer.error(refusal.status());
    try (CallMemory own = memory) {
      BufferAllocator allocator = own.allocator("refusal");
      String requestId = exchange.getResponseHeaders().getFirst(Headers.REQUEST_ID);
      try (StreamWriter out = new StreamWriter(answer.body(), WireSchema.EMPTY, allocator)) {
        new ControlBatches(http.core().identity(), requestId)
            .refusal(out, refusal.why(), allocator);
        out.end();
      }
    } catch (IOException | RuntimeException | Error failure) {
      WorkerLog.error("A request could not be refused", failure);
      answer.close();
      ResponseWriter.text(
          exchange, 500, ResponseWriter.JSON, ResponseWriter.error("The worker failed to answer"));
      return;
    }
    responses.send(exchange, answer, 0);
  }

  private void call(
      HttpServerExchange exchange,
      Route route,
      Principal principal,
      ChunkedBuffer received,
      CallMemory memory) {
    long requestBytes = received.size();
    Answer answer = new Answer(memory);
    try (ChunkedBuffer body = plain(exchange, received)) {
      if (body == null) {
        return;
      }
      Peer peer = Peer.remote(exchange.getSourceAddress().getAddress().getHostAddress());
      Caller caller = new Caller(principal, peer, responseLimit(exchange));
      String requestId = exchange.getResponseHeaders().getFirst(Headers.REQUEST_ID);
      Trace trace = Trace.of(exchange.getRequestHeaders());
      CallCookie cookie =
          new CallCookie(exchange.getRequestHeaders(), exchange.getResponseHeaders());
      Presence presence = drain.watch(exchange);
      try {
        new HttpCall(http, route, caller, requestId, trace, cookie, presence, answer).serve(body);
      } catch (IOException | RuntimeException | Error failure) {
        answer.close();
        throw failure;
      } finally {
        drain.unwatch(presence);
      }
      // its memory is free when the client that was answered comes again
      body.clear();
      responses.send(exchange, answer, requestBytes);
    } catch (MemoryLimitException full) { // nothing was called yet
      ResponseWriter.noMemory(exchange, full.isTransient());
    } catch (Throwable failure) { // a connection that just ends would pass for the end of the rows
      if (failure instanceof OutOfMemoryError && !answer.isCalled()) {
        ResponseWriter.noMemory(exchange, !memory.isAlone());
        return;
      }
      WorkerLog.error("A request failed", failure);
      // clients repeat a request that was answered with 500, and what was called would run again
      answer.error(answer.isCalled() ? 400 : 500);
      answer.failed(failure);
      answer.complete(requestBytes, 0);
      if (!exchange.isResponseStarted()) {
        ResponseWriter.text(
            exchange,
            answer.status(),
            ResponseWriter.JSON,
            ResponseWriter.error("The worker failed to answer"));
      }
    }
  }

  /** The body without its coding, or null when that was answered with a refusal. */
  private @Nullable ChunkedBuffer plain(HttpServerExchange exchange, ChunkedBuffer received)
      throws IOException {
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
        ResponseWriter.text(exchange, 415, ResponseWriter.JSON, ResponseWriter.error(why));
        return null;
      }
      return Codings.decode(name, received, options.maxRequestBytes());
    } catch (Bounded.TooLargeException tooLarge) {
      tooLarge(exchange);
      return null;
    } catch (IOException damaged) {
      ResponseWriter.text(
          exchange,
          400,
          ResponseWriter.JSON,
          ResponseWriter.error("The body cannot be decoded: " + damaged.getMessage()));
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

  private void tooLarge(HttpServerExchange exchange) {
    ResponseWriter.text(
        exchange,
        413,
        ResponseWriter.JSON,
        ResponseWriter.error(
            "The request takes more than the " + options.maxRequestBytes() + " bytes allowed"));
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
