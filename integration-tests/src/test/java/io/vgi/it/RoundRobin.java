package io.vgi.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A proxy that sends every request to the next replica. */
final class RoundRobin implements AutoCloseable {
  static {
    // read once; without it an answer waits 40 ms for the client's acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Set<String> OWN =
      Set.of("connection", "content-length", "host", "transfer-encoding", "date", "upgrade");

  private final List<ServingWorker> replicas;
  private final Map<String, String> added;
  private final AtomicInteger turns = new AtomicInteger();
  private volatile Predicate<String> losing = path -> false;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  RoundRobin(List<ServingWorker> replicas) throws IOException {
    this(replicas, Map.of());
  }

  /** Adds {@code headers} to every request. */
  RoundRobin(List<ServingWorker> replicas, Map<String, String> headers) throws IOException {
    this.replicas = replicas;
    this.added = headers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.setExecutor(threads);
    server.start();
  }

  String location() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many requests were passed on. */
  int turns() {
    return turns.get();
  }

  /** From now on loses the answers to those requests of which {@code some} tells by their path. */
  void lose(Predicate<String> some) {
    losing = some;
  }

  private void pass(HttpExchange exchange) throws IOException {
    ServingWorker replica = replicas.get(turns.getAndIncrement() % replicas.size());
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(replica.location() + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      if (!OWN.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))) {
        header.getValue().forEach(value -> request.header(header.getKey(), value));
      }
    }
    added.forEach(request::header);
    HttpResponse<byte[]> answer;
    try {
      answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
    if (losing.test(exchange.getRequestURI().getPath())) {
      exchange.close();
      return;
    }
    for (Map.Entry<String, List<String>> header : answer.headers().map().entrySet()) {
      if (!OWN.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))) {
        header
            .getValue()
            .forEach(value -> exchange.getResponseHeaders().add(header.getKey(), value));
      }
    }
    boolean empty = answer.body().length == 0;
    exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : answer.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (!empty) {
        out.write(answer.body());
      }
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
