package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.SameThreadExecutor;
import io.vgi.rpc.internal.ipc.BodyBudget;
import io.vgi.rpc.internal.ipc.Chunks;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Moves bodies without a thread that waits: a client that sends or reads slowly holds memory for
 * what it has sent, and no thread; one that stands still is cut off, and so is one that sends so
 * slowly that it only keeps its place.
 */
final class Transfer {
  private static final int STEP_SECONDS = 10;
  private static final int MOST_STILL = 3;
  private static final int RATED_FROM = 2;
  private static final long LEAST_RATE = 1_024;

  private Transfer() {}

  /** Told of a body, on an I/O thread; owns the body. */
  interface Received {
    /** All of it has come. */
    void complete(HttpServerExchange exchange, Chunks body);

    /** There is more of it than allowed. */
    void tooLarge(HttpServerExchange exchange);
  }

  /**
   * Reads the body of a request of at most {@code most} bytes; call on an I/O thread.
   *
   * @param budget what all bodies together may take; the client is told to come again when that is
   *     taken
   */
  static void receive(
      HttpServerExchange exchange, long most, BodyBudget budget, Received received) {
    long length = exchange.getRequestContentLength();
    if (length > most) {
      received.tooLarge(exchange);
    } else if (!budget.fits(length)) {
      ResponseWriter.busy(exchange);
    } else {
      Chunks body = new Chunks(budget.claim());
      StreamSourceChannel channel = exchange.getRequestChannel();
      if (channel == null) {
        received.complete(exchange, body);
      } else {
        new Receiving(exchange, channel, body, most, received).begin();
      }
    }
  }

  private static final class Receiving implements ChannelListener<StreamSourceChannel> {
    private final HttpServerExchange exchange;
    private final StreamSourceChannel channel;
    private final Chunks body;
    private final long most;
    private final Received received;
    private final Watch watch;

    Receiving(
        HttpServerExchange exchange,
        StreamSourceChannel channel,
        Chunks body,
        long most,
        Received received) {
      this.exchange = exchange;
      this.channel = channel;
      this.body = body;
      this.most = most;
      this.received = received;
      this.watch = new Watch(exchange, LEAST_RATE, this::lost);
    }

    void begin() {
      if (!read()) {
        watch.start();
        channel.getReadSetter().set(this);
        // the exchange must not end when the handler returns
        exchange.dispatch(SameThreadExecutor.INSTANCE, channel::resumeReads);
      }
    }

    @Override
    public void handleEvent(StreamSourceChannel readable) {
      if (read()) {
        watch.stop();
      }
    }

    /** Reads what has come; returns whether that was the end, one way or another. */
    private boolean read() {
      try {
        int count = channel.read(body.room());
        while (count > 0) {
          watch.moved(count);
          if (body.size() > most) {
            drop();
            received.tooLarge(exchange);
            return true;
          }
          count = channel.read(body.room());
        }
        if (count == 0) {
          body.rest();
          return false;
        }
        channel.suspendReads();
        received.complete(exchange, body);
      } catch (RequestTooBigException tooBig) {
        drop();
        received.tooLarge(exchange);
      } catch (BodyBudget.FullException | OutOfMemoryError full) {
        drop();
        ResponseWriter.busy(exchange);
      } catch (IOException gone) {
        WorkerLog.debug("A client left while it sent a request: " + gone.getMessage());
        lost();
      } catch (Throwable failure) { // left to the I/O thread, it would come again for ever
        WorkerLog.error("A request cannot be read", failure);
        lost();
      }
      return true;
    }

    private void drop() {
      channel.suspendReads();
      body.close();
      exchange.putAttachment(RequestBodyDrain.BEGUN, channel);
    }

    private void lost() {
      body.close();
      RequestBodyDrain.cut(exchange);
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
      this.watch = new Watch(exchange, 0, this::lost);
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
      } catch (IOException gone) {
        WorkerLog.debug("A client left while it read a response: " + gone.getMessage());
        lost();
        return true;
      } catch (Throwable failure) { // left to the I/O thread, it would come again for ever
        WorkerLog.error("A response cannot be sent", failure);
        lost();
        return true;
      }
      body.close();
      RequestBodyDrain.end(exchange);
      return true;
    }

    private void lost() {
      body.close();
      RequestBodyDrain.cut(exchange);
    }
  }

  /** Ends what does not move, or too slowly; on the I/O thread. */
  private static final class Watch implements Runnable {
    private final HttpServerExchange exchange;
    private final long leastRate;
    private final Runnable end;
    private volatile long moved;
    private long seen;
    private int still;
    private int steps;
    private XnioExecutor.@Nullable Key key;

    /** Watches over at least {@code leastRate} bytes in a second. */
    Watch(HttpServerExchange exchange, long leastRate, Runnable end) {
      this.exchange = exchange;
      this.leastRate = leastRate;
      this.end = end;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time moves a body
    void moved(long count) {
      moved += count;
    }

    void start() {
      key = exchange.getIoThread().executeAfter(this, STEP_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
      if (key != null) {
        key.remove();
      }
    }

    @Override
    public void run() {
      long now = moved;
      steps++;
      still = now == seen ? still + 1 : 0;
      seen = now;
      if (still == MOST_STILL || (steps >= RATED_FROM && now < leastRate * steps * STEP_SECONDS)) {
        WorkerLog.debug("A client that stood still or hardly moved was cut off");
        end.run();
      } else {
        start();
      }
    }
  }
}
