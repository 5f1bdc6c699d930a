package io.vgi.http;

import io.vgi.http.internal.server.HttpListener;
import io.vgi.rpc.Listener;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.internal.server.HostedServer;
import java.io.IOException;

/** Serves over HTTP what an {@link RpcServer} hosts. */
public final class HttpServer {
  private HttpServer() {}

  /**
   * Listens as {@code options} say, on threads of its own until the listener is closed, which must
   * be before {@code server} is.
   *
   * @throws IOException when the address cannot be bound, with the reason
   */
  public static Listener start(RpcServer server, HttpOptions options) throws IOException {
    return HttpListener.start(HostedServer.coreOf(server), options);
  }
}
