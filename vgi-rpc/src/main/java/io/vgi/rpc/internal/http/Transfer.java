package io.vgi.rpc.internal.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.SameThreadExecutor;
import io.vgi.rpc.internal.ipc.Chunks;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Moves bodies without a thread that waits: a client that sends or reads slowly holds memory for
 * what it has sent, and no thread; one that stands still is cut off.
 */
final class Transfer {
  private static final long STILL_SECONDS = 30;

  private Transfer() {}

  /** Told of a body, on an I/O thread; owns the body. */
  interface Received {
    /** All of it has come. */
    void complete(HttpServerExchange exchange, Chunks body);

    /** There is more of it than allowed. */
    void tooLarge(HttpServerExchange exchange);
  }

  /** Reads the body of a request of at most {@code most} bytes; call on an I/O thread. */
  static void receive(HttpServerExchange exchange, long most, Received received) {
    if (exchange.getRequestContentLength() > most) {
      received.tooLarge(exchange);
      return;
    }
    Chunks body = new Chunks();
    StreamSourceChannel channel = exchange.getRequestChannel();
    if (channel == null) {
      received.complete(exchange, body);
      return;
    }
    Watch watch = new Watch(exchange);
    if (!read(exchange, channel, body, most, received, watch)) {
      watch.start();
      ChannelListener<StreamSourceChannel> listener =
          readable -> {
            if (read(exchange, readable, body, most, received, watch)) {
              watch.stop();
            }
          };
      channel.getReadSetter().set(listener);
      // the exchange must not end when the handler returns
      exchange.dispatch(SameThreadExecutor.INSTANCE, channel::resumeReads);
    }
  }

  /** Reads what has come; returns whether that was the end, one way or another. */
  private static boolean read(
      HttpServerExchange exchange,
      StreamSourceChannel channel,
      Chunks body,
      long most,
      Received received,
      Watch watch) {
    try {
      int count = channel.read(body.room());
      while (count > 0) {
        watch.moved(count);
        if (body.size() > most) {
          channel.suspendReads();
          body.close();
          exchange.putAttachment(Unread.BEGUN, channel);
          received.tooLarge(exchange);
          return true;
        }
        count = channel.read(body.room());
      }
      if (count == 0) {
        return false;
      }
      channel.suspendReads();
      received.complete(exchange, body);
      return true;
    } catch (RequestTooBigException tooBig) {
      body.close();
      received.tooLarge(exchange);
      return true;
    } catch (IOException lost) {
      WorkerLog.debug("A client left while it sent a request: " + lost.getMessage());
      body.close();
      IoUtils.safeClose(exchange.getConnection());
      exchange.endExchange();
      return true;
    }
  }

  /** Sends {@code body} as the response and ends the exchange; owns the body from here on. */
  static void send(HttpServerExchange exchange, Chunks body) {
    exchange.setResponseContentLength(body.size());
    StreamSinkChannel channel = exchange.getResponseChannel();
    if (channel == null) {
      body.close();
      exchange.endExchange();
      return;
    }
    Sending sending = new Sending(exchange, channel, body);
    if (!sending.write()) {
      sending.watch.start();
      channel.getWriteSetter().set(sending);
      exchange.dispatch(SameThreadExecutor.INSTANCE, channel::resumeWrites);
    }
  }

  private static final class Sending implements ChannelListener<StreamSinkChannel> {
    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final Chunks body;
    private final ByteBuffer[] pieces;
    private final Watch watch;
    private int first;
    private boolean shut;

    Sending(HttpServerExchange exchange, StreamSinkChannel channel, Chunks body) {
      this.exchange = exchange;
      this.channel = channel;
      this.body = body;
      List<ByteBuffer> views = body.views();
      this.pieces = views.toArray(new ByteBuffer[0]);
      this.watch = new Watch(exchange);
    }

    @Override
    public void handleEvent(StreamSinkChannel writable) {
      if (write()) {
        watch.stop();
      }
    }

    /** Writes what can be written; returns whether that was the end. */
    boolean write() {
      try {
        while (first < pieces.length) {
          long count = channel.write(pieces, first, pieces.length - first);
          if (count == 0) {
            return false;
          }
          watch.moved(count);
          while (first < pieces.length && !pieces[first].hasRemaining()) {
            first++;
          }
        }
        if (!shut) {
          shut = true;
          channel.shutdownWrites();
        }
        if (!channel.flush()) {
          return false;
        }
        channel.suspendWrites();
      } catch (IOException lost) {
        WorkerLog.debug("A client left while it read a response: " + lost.getMessage());
        IoUtils.safeClose(exchange.getConnection());
      }
      body.close();
      Unread.end(exchange);
      return true;
    }
  }

  /** Closes the connection when nothing moved for a while. */
  private static final class Watch implements Runnable {
    private final HttpServerExchange exchange;
    private volatile long moved;
    private long seen;
    private XnioExecutor.@org.jspecify.annotations.Nullable Key key;

    Watch(HttpServerExchange exchange) {
      this.exchange = exchange;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time moves a body
    void moved(long count) {
      moved += count;
    }

    void start() {
      seen = moved;
      key = exchange.getIoThread().executeAfter(this, STILL_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
      if (key != null) {
        key.remove();
      }
    }

    @Override
    public void run() {
      if (moved == seen) {
        WorkerLog.debug("A client that stood still was cut off");
        IoUtils.safeClose(exchange.getConnection());
      } else {
        start();
      }
    }
  }
}
