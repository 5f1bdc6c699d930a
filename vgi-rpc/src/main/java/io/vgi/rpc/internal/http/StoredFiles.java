package io.vgi.rpc.internal.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.vgi.rpc.external.FileStorage;
import io.vgi.rpc.internal.ipc.BodyBudget;
import io.vgi.rpc.internal.ipc.Chunks;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** Hands out the files of a storage and takes uploads; the random name is the credential. */
final class StoredFiles {
  static final String VERBS = "GET, HEAD, PUT";
  private static final String BYTES = "application/octet-stream";

  private final FileStorage files;
  private final Executor workers;
  private final BodyBudget budget;

  StoredFiles(FileStorage files, Executor workers, BodyBudget budget) {
    this.files = files;
    this.workers = workers;
    this.budget = budget;
  }

  /** Answers a request for the file called {@code name}; call on an I/O thread. */
  void handle(HttpServerExchange exchange, String verb, String name) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(io.undertow.util.Headers.CACHE_CONTROL, "no-store");
    switch (verb) {
      case "GET", "HEAD" ->
          exchange.dispatch(workers, (HttpHandler) working -> give(working, name));
      case "PUT" -> take(exchange, name);
      default -> {
        Front.refuseVerb(exchange, VERBS, "Files are read with GET");
      }
    }
  }

  private void give(HttpServerExchange exchange, String name) throws IOException {
    Chunks body = new Chunks();
    try (InputStream in = files.read(name)) {
      if (in == null) {
        body.close();
        nothing(exchange);
        return;
      }
      byte[] part = new byte[64 << 10];
      int count = in.read(part);
      while (count >= 0) {
        for (int done = 0; done < count; ) {
          ByteBuffer room = body.room();
          int size = Math.min(count - done, room.remaining());
          room.put(part, done, size);
          done += size;
        }
        count = in.read(part);
      }
    } catch (IOException | RuntimeException failure) {
      body.close();
      WorkerLog.error("A stored result could not be read", failure);
      Front.text(exchange, 500, Front.JSON, Front.error("The file cannot be read"));
      return;
    }
    exchange.getResponseHeaders().put(io.undertow.util.Headers.CONTENT_TYPE, BYTES);
    Transfer.send(exchange, body);
  }

  private void take(HttpServerExchange exchange, String name) {
    long room = files.room(name);
    if (room < 0) {
      nothing(exchange);
      return;
    }
    Transfer.receive(
        exchange,
        room,
        budget,
        new Transfer.Received() {
          @Override
          public void complete(HttpServerExchange done, Chunks body) {
            done.dispatch(workers, (HttpHandler) working -> keep(working, name, body));
          }

          @Override
          public void tooLarge(HttpServerExchange refused) {
            Front.text(
                refused,
                413,
                Front.JSON,
                Front.error("The upload takes more than the " + room + " bytes allowed"));
          }
        });
  }

  private void keep(HttpServerExchange exchange, String name, Chunks body) {
    try (body) {
      if (files.receive(name, body.views())) {
        exchange.setStatusCode(204).endExchange();
      } else {
        nothing(exchange);
      }
    } catch (IOException failure) {
      WorkerLog.error("An upload could not be stored", failure);
      Front.text(exchange, 500, Front.JSON, Front.error("The upload cannot be stored"));
    }
  }

  private static void nothing(HttpServerExchange exchange) {
    Front.text(exchange, 404, Front.JSON, Front.error("There is nothing here"));
  }
}
