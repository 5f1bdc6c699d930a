package io.vgi.http;

import io.vgi.http.internal.server.HttpListener;
import io.vgi.rpc.Listener;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.internal.server.HostedServer;
import java.io.IOException;
import java.util.List;

/** Serves over HTTP what an {@link RpcServer} hosts. */
public final class HttpServer {
  private static final List<String> LOGGING = List.of("undertow.core", "xnio.api", "xnio.nio");

  private HttpServer() {}

  /**
   * Listens as {@code options} say, on threads of its own until the listener is closed, which must
   * be before {@code server} is.
   *
   * @throws IOException when the address cannot be bound, or on a module path without the option
   *     that Undertow needs there, with the reason
   */
  public static Listener start(RpcServer server, HttpOptions options) throws IOException {
    requireLogging();
    return HttpListener.start(HostedServer.coreOf(server), options);
  }

  /** Their loggers are made by a module that must be told to read them. */
  private static void requireLogging() throws IOException {
    ModuleLayer layer = HttpServer.class.getModule().getLayer();
    Module logging = layer == null ? null : layer.findModule("org.jboss.logging").orElse(null);
    if (layer == null || logging == null) {
      return;
    }
    for (String reader : LOGGING) {
      Module module = layer.findModule(reader).orElse(null);
      if (module != null && !logging.canRead(module)) {
        throw new IOException(
            "HTTP on a module path needs 'java --add-reads org.jboss.logging="
                + String.join(",", LOGGING)
                + "'; on the class path it needs nothing");
      }
    }
  }
}
