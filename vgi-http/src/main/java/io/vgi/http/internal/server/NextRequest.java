package io.vgi.http.internal.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Leaves the I/O thread listening to a connection while its request is served. Undertow stops to
 * listen once it has a request's head, and to begin again another thread must wake the I/O thread,
 * which each request would wait for. What comes before the answer is complete stays unread.
 */
final class NextRequest
    implements ChannelListener<ConduitStreamSourceChannel>, ExchangeCompletionListener {
  private boolean complete;
  private boolean come;

  private NextRequest() {}

  /** Listens on, if this is the I/O thread and the socket has no more of the request. */
  static void expect(HttpServerExchange exchange) {
    // TLS reads on whichever thread writes, and a connection that ends has listeners of its own
    if (exchange.isInIoThread()
        && exchange.isPersistent()
        && exchange.getConnection() instanceof HttpServerConnection connection
        && connection.getSslSession() == null
        && isReceived(exchange, connection.getExtraBytes())) {
      NextRequest next = new NextRequest();
      exchange.addExchangeCompleteListener(next);
      connection.getChannel().getSourceChannel().setReadListener(next);
      connection.getOriginalSourceConduit().resumeReads();
    }
  }

  /** Whether all of the request and nothing behind it was read, or lies in {@code buffer}. */
  private static boolean isReceived(
      HttpServerExchange exchange, @Nullable PooledByteBuffer buffer) {
    return exchange.isRequestComplete()
        ? buffer == null
        : buffer != null && buffer.getBuffer().remaining() == exchange.getRequestContentLength();
  }

  @Override
  public synchronized void handleEvent(ConduitStreamSourceChannel channel) {
    // once complete, it is told again until Undertow's own listener is seen here
    if (!complete) {
      come = true;
      channel.suspendReads();
    }
  }

  @Override
  public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
    boolean waits;
    synchronized (this) {
      complete = true;
      waits = come;
    }
    if (!waits || exchange.isInIoThread()) {
      next.proceed();
      return;
    }
    // woken by this thread it would spin until this one goes on, and may have taken its processor
    try {
      exchange.getIoThread().execute(next::proceed);
    } catch (RejectedExecutionException stopping) {
      next.proceed();
    }
  }
}
