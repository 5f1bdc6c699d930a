package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vgi.http.external.ExternalStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage that is another server. */
final class WebStorage implements ExternalStorage {
  private final HttpServer server;
  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  private final Map<String, String> codings = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();
  volatile boolean fails;

  WebStorage() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String name = exchange.getRequestURI().getPath().substring(1);
          byte[] found = content.get(name);
          if (found == null) {
            exchange.sendResponseHeaders(404, -1);
          } else if (redirects.containsKey(name)) {
            exchange.getResponseHeaders().add("Location", redirects.get(name));
            exchange.sendResponseHeaders(302, -1);
          } else {
            if (codings.containsKey(name)) {
              exchange.getResponseHeaders().add("Content-Encoding", codings.get(name));
            }
            exchange.sendResponseHeaders(200, found.length);
            exchange.getResponseBody().write(found);
          }
          exchange.close();
        });
    server.start();
  }

  String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  void put(String name, byte[] bytes, String coding, String redirect) {
    content.put(name, bytes);
    if (coding != null) {
      codings.put(name, coding);
    }
    if (redirect != null) {
      redirects.put(name, redirect);
    }
  }

  @Override
  public URI store(List<ByteBuffer> pieces, long length, Duration lifetime) throws IOException {
    if (fails) {
      throw new IOException("full");
    }
    ByteBuffer all = ByteBuffer.allocate((int) length);
    pieces.forEach(all::put);
    assertThat(all.hasRemaining()).isFalse();
    String name = "stored" + next.incrementAndGet();
    content.put(name, all.array());
    return URI.create(url(name));
  }

  @Override
  public boolean owns(URI url) {
    return url.getPort() == server.getAddress().getPort();
  }

  @Override
  public boolean allowsLoopback() {
    return true;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
