package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.SameThreadExecutor;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
  /** The bytes a second that a client must send. */
  private static final long LEAST_SENT = 1 << 10;

  /** The bytes a second that a client must take, as a whole answer is held for it. */
  private static final long LEAST_TAKEN = 16 << 10;

  /** After so many bytes the other connections of the thread have their turn. */
  private static final long TURN_BYTES = 2 << 20;

  private Transfer() {}

  /** Told of a body, on an I/O thread or on the one that asked for it; owns the body. */
  interface Received {
    /** All of it has come. */
    void complete(HttpServerExchange exchange, ChunkedBuffer body);

    /** There is more of it than allowed. */
    void tooLarge(HttpServerExchange exchange);
  }

  /**
   * Reads the body of a request of at most {@code most} bytes; call on the thread that has the
   * exchange. What has come by then is read there, and what is still to come on the I/O thread.
   *
   * @param memory what the body counts for; the client is told when there is no room for it
   */
  static void receive(
      HttpServerExchange exchange, long most, CallMemory memory, Received received) {
    long length = exchange.getRequestContentLength();
    if (length > most) {
      received.tooLarge(exchange);
      return;
    }
    try {
      memory.check(Math.max(0, length));
    } catch (MemoryLimitException full) {
      ResponseWriter.noMemory(exchange, full.isTransient());
      return;
    }
    ChunkedBuffer body = new ChunkedBuffer(memory);
    StreamSourceChannel channel = exchange.getRequestChannel();
    if (channel == null) {
      received.complete(exchange, body);
    } else {
      new Receiving(exchange, channel, body, memory, most, received).begin();
    }
  }

  private static final class Receiving implements ChannelListener<StreamSourceChannel> {
    private final HttpServerExchange exchange;
    private final StreamSourceChannel channel;
    private final ChunkedBuffer body;
    private final CallMemory memory;
    private final long most;
    private final Received received;
    private final Watch watch;
    private boolean listens;
    private boolean more;

    Receiving(
        HttpServerExchange exchange,
        StreamSourceChannel channel,
        ChunkedBuffer body,
        CallMemory memory,
        long most,
        Received received) {
      this.exchange = exchange;
      this.channel = channel;
      this.body = body;
      this.memory = memory;
      this.most = most;
      this.received = received;
      this.watch = new Watch(exchange, LEAST_SENT, () -> false, this::lost);
    }

    void begin() {
      if (!read()) {
        listens = true;
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
      } else if (more) { // it may be in a buffer of ours, which nobody tells of by itself
        channel.suspendReads();
        channel.resumeReads();
      }
    }

    /** Reads what has come; returns whether that was the end, one way or another. */
    private boolean read() {
      long turn = body.size() + TURN_BYTES;
      more = false;
      try {
        int count = channel.read(body.room());
        while (count > 0) {
          watch.moved(count);
          if (body.size() > most) {
            drop();
            received.tooLarge(exchange);
            return true;
          } else if (body.size() > turn) {
            more = true;
            return false;
          }
          count = channel.read(body.room());
        }
        if (count == 0) {
          body.rest();
          return false;
        }
        rest();
        NextRequest.expect(exchange);
        received.complete(exchange, body);
      } catch (RequestTooBigException tooBig) {
        drop();
        received.tooLarge(exchange);
      } catch (MemoryLimitException full) {
        drop();
        ResponseWriter.noMemory(exchange, full.isTransient());
      } catch (OutOfMemoryError full) { // the JVM allows less for buffers than the budget does
        boolean later = !memory.isAlone();
        drop();
        ResponseWriter.noMemory(exchange, later);
      } catch (IOException gone) {
        WorkerLog.debug("A client left while it sent a request: " + gone.getMessage());
        lost();
      } catch (Throwable failure) { // left to the I/O thread, it would come again for ever
        WorkerLog.error("A request cannot be read", failure);
        lost();
      }
      return true;
    }

    private void rest() {
      if (listens) {
        channel.suspendReads();
      }
    }

    private void drop() {
      rest();
      body.close();
      exchange.putAttachment(RequestBodyDrain.BEGUN, channel);
    }

    private void lost() {
      body.close();
      RequestBodyDrain.cut(exchange);
    }
  }

  /** Sends {@code body} as the response and ends the exchange; owns the body from here on. */
  static void send(HttpServerExchange exchange, ChunkedBuffer body) {
    exchange.setResponseContentLength(body.size());
    StreamSinkChannel channel = exchange.getResponseChannel();
    if (channel == null) {
      body.close();
      exchange.endExchange();
      return;
    }
    Sending sending = new Sending(exchange, channel, body);
    if (!sending.write(Long.MAX_VALUE)) {
      sending.watch.start();
      channel.getWriteSetter().set(sending);
      exchange.dispatch(SameThreadExecutor.INSTANCE, channel::resumeWrites);
    }
  }

  private static final class Sending implements ChannelListener<StreamSinkChannel> {
    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final ChunkedBuffer body;
    private final ByteBuffer[] pieces;
    private final Watch watch;
    private int first;
    private boolean shut;

    Sending(HttpServerExchange exchange, StreamSinkChannel channel, ChunkedBuffer body) {
      this.exchange = exchange;
      this.channel = channel;
      this.body = body;
      List<ByteBuffer> views = body.views();
      this.pieces = views.toArray(new ByteBuffer[0]);
      // the channel tells of room only when there is much, which a slow client takes long to make
      this.watch = new Watch(exchange, LEAST_TAKEN, () -> write(TURN_BYTES), this::lost);
    }

    @Override
    public void handleEvent(StreamSinkChannel writable) {
      if (write(TURN_BYTES)) {
        watch.stop();
      }
    }

    /** Writes what can be written, of little more than {@code most}; returns whether it ended. */
    boolean write(long most) {
      long written = 0;
      try {
        while (first < pieces.length) {
          long count = written > most ? 0 : channel.write(pieces, first, pieces.length - first);
          if (count == 0) {
            return false;
          }
          written += count;
          watch.moved(count);
          while (first < pieces.length && !pieces[first].hasRemaining()) {
            first++;
          }
          body.drop(first);
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
    private final BooleanSupplier move;
    private final Runnable end;
    private volatile long moved;
    private @Nullable Pace pace;
    private XnioExecutor.@Nullable Key key;

    /**
     * Watches over at least {@code leastRate} bytes in a second.
     *
     * @param move moves what can be moved now; returns whether that was the end
     */
    Watch(HttpServerExchange exchange, long leastRate, BooleanSupplier move, Runnable end) {
      this.exchange = exchange;
      this.leastRate = leastRate;
      this.move = move;
      this.end = end;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time moves a body
    void moved(long count) {
      moved += count;
    }

    void start() {
      Pace begun = new Pace(leastRate, moved);
      pace = begun;
      again(begun);
    }

    private void again(Pace begun) {
      key = exchange.getIoThread().executeAfter(this, begun.seconds(), TimeUnit.SECONDS);
    }

    void stop() {
      if (key != null) {
        key.remove();
      }
    }

    @Override
    public void run() {
      Pace begun = pace;
      if (begun == null || move.getAsBoolean()) {
        return;
      } else if (begun.isTooSlow(moved)) {
        WorkerLog.debug("A client that stood still or hardly moved was cut off");
        end.run();
      } else {
        again(begun);
      }
    }
  }
}
