package io.vgi.http.internal.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.vgi.http.internal.external.DirectoryFullException;
import io.vgi.http.internal.external.Part;
import io.vgi.http.internal.external.ServedDirectory;
import io.vgi.http.internal.external.UploadTarget;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;

/** Hands out the files of a storage and takes uploads; the random name is the credential. */
final class StoredFiles {
  static final String VERBS = "GET, HEAD, PUT";
  private static final String BYTES = "application/octet-stream";

  private final ServedDirectory files;
  private final Executor workers;

  StoredFiles(ServedDirectory files, Executor workers) {
    this.files = files;
    this.workers = workers;
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
        ResponseWriter.refuseVerb(exchange, VERBS, "Files are read with GET");
      }
    }
  }

  private void give(HttpServerExchange exchange, String name) {
    try {
      FileChannel file = files.read(name);
      if (file == null) {
        nothing(exchange);
        return;
      }
      exchange.getResponseHeaders().put(io.undertow.util.Headers.CONTENT_TYPE, BYTES);
      FileTransfer.send(exchange, file, workers);
    } catch (IOException | RuntimeException failure) {
      WorkerLog.error("A stored result could not be read", failure);
      ResponseWriter.text(
          exchange, 500, ResponseWriter.JSON, ResponseWriter.error("The file cannot be read"));
    }
  }

  private void take(HttpServerExchange exchange, String name) {
    UploadTarget place = files.place(name);
    if (place == null) {
      nothing(exchange);
    } else if (exchange.getRequestContentLength() > place.maxBytes()) {
      tooLarge(exchange, place);
    } else {
      exchange.dispatch(workers, (HttpHandler) working -> fill(working, place));
    }
  }

  private void fill(HttpServerExchange exchange, UploadTarget place) {
    try {
      Part part = files.fill(place);
      FileTransfer.receive(
          exchange,
          part,
          place.maxBytes(),
          workers,
          new FileTransfer.Received() {
            @Override
            public void complete() {
              keep(exchange, part);
            }

            @Override
            public void tooLarge() {
              StoredFiles.tooLarge(exchange, place);
            }

            @Override
            public void failed(IOException failure) {
              StoredFiles.failed(exchange, failure);
            }
          });
    } catch (IOException failure) {
      failed(exchange, failure);
    }
  }

  private static void keep(HttpServerExchange exchange, Part part) {
    try {
      if (part.keep()) {
        exchange.setStatusCode(204).endExchange();
      } else {
        nothing(exchange);
      }
    } catch (IOException failure) {
      failed(exchange, failure);
    }
  }

  private static void failed(HttpServerExchange exchange, IOException failure) {
    if (failure instanceof DirectoryFullException) {
      ResponseWriter.text(
          exchange,
          507,
          ResponseWriter.JSON,
          ResponseWriter.error(String.valueOf(failure.getMessage())));
      return;
    }
    WorkerLog.error("An upload could not be stored", failure);
    ResponseWriter.text(
        exchange, 500, ResponseWriter.JSON, ResponseWriter.error("The upload cannot be stored"));
  }

  private static void tooLarge(HttpServerExchange exchange, UploadTarget place) {
    String why = "The upload takes more than the " + place.maxBytes() + " bytes allowed";
    ResponseWriter.text(exchange, 413, ResponseWriter.JSON, ResponseWriter.error(why));
  }

  private static void nothing(HttpServerExchange exchange) {
    ResponseWriter.text(
        exchange, 404, ResponseWriter.JSON, ResponseWriter.error("There is nothing here"));
  }
}
