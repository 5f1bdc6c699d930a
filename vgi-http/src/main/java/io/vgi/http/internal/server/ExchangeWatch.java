package io.vgi.http.internal.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.vgi.rpc.internal.dispatch.Presence;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Sees that the client of a request closes its connection before it has the answer. */
final class ExchangeWatch implements Presence.Client {
  private final @Nullable HttpServerConnection connection;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean pipelined;
  private boolean over; // of the connection's own thread

  ExchangeWatch(HttpServerExchange exchange) {
    this.connection = exchange.getConnection() instanceof HttpServerConnection plain ? plain : null;
  }

  @Override
  public void look(Presence presence, long running) {
    HttpServerConnection watched = connection;
    if (watched == null || pipelined || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      // nobody else reads there while the method runs
      watched
          .getIoThread()
          .execute(
              () -> {
                looking.set(false);
                presence.look(running, () -> look(watched));
                if (over) {
                  presence.gone(running);
                }
              });
    } catch (RejectedExecutionException stopping) {
      pipelined = true;
    }
  }

  private void look(HttpServerConnection watched) {
    if (watched.getExtraBytes() != null) {
      pipelined = true;
      return;
    }
    PooledByteBuffer next = watched.getByteBufferPool().allocate();
    int count;
    try {
      count = watched.getOriginalSourceConduit().read(next.getBuffer());
    } catch (IOException lost) {
      count = -1;
    }
    if (count > 0) {
      // the next request, which comes early and is read after this one
      next.getBuffer().flip();
      watched.ungetRequestBytes(next);
      pipelined = true;
    } else {
      next.close();
      over = count < 0;
    }
  }
}
