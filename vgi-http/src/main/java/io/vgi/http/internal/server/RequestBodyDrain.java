package io.vgi.http.internal.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Drops what is left of a body when the answer has gone out without it, for many clients read no
 * answer before they have sent all; one that goes on too long is cut off. Runs on the I/O thread.
 */
final class RequestBodyDrain implements ChannelListener<StreamSourceChannel>, Runnable {
  /** The channel of a body that somebody began to read. */
  static final AttachmentKey<StreamSourceChannel> BEGUN =
      AttachmentKey.create(StreamSourceChannel.class);

  private static final IoCallback END = new Ending(false);
  private static final IoCallback FLUSH = new Ending(true);

  // tests have less time
  private static final int MOST_MILLIS = Integer.getInteger("io.vgi.test.drainMillis", 10_000);
  private static final long MOST_BYTES = 64 << 20;

  private final HttpServerExchange exchange;
  private final StreamSourceChannel channel;
  private long left = MOST_BYTES;
  private XnioExecutor.@Nullable Key deadline;

  private RequestBodyDrain(HttpServerExchange exchange, StreamSourceChannel channel) {
    this.exchange = exchange;
    this.channel = channel;
  }

  /** Sends {@code answer}, which may be empty, and ends the exchange. */
  static void answer(HttpServerExchange exchange, ByteBuffer answer) {
    if (answer.hasRemaining()) {
      exchange.setResponseContentLength(answer.remaining());
      exchange.getResponseSender().send(answer, FLUSH);
    } else {
      exchange.getResponseSender().close(END);
    }
  }

  /** Ends an exchange whose answer is sent, whether or not its body was read. */
  static void end(HttpServerExchange exchange) {
    // a client that waits to be asked for its body is not asked any more
    if (exchange.isRequestComplete()
        || (HttpContinue.requiresContinueResponse(exchange)
            && !HttpContinue.isContinueResponseSent(exchange))) {
      exchange.endExchange();
      return;
    }
    StreamSourceChannel begun = exchange.getAttachment(BEGUN);
    StreamSourceChannel channel = begun == null ? exchange.getRequestChannel() : begun;
    if (channel == null) {
      exchange.setPersistent(false).endExchange();
    } else {
      exchange.dispatch(exchange.getIoThread(), new RequestBodyDrain(exchange, channel)::start);
    }
  }

  /** Ends an exchange whose client is lost or to be cut off, with its connection. */
  static void cut(HttpServerExchange exchange) {
    IoUtils.safeClose(exchange.getConnection());
    exchange.endExchange();
  }

  private void start() {
    deadline = exchange.getIoThread().executeAfter(this, MOST_MILLIS, TimeUnit.MILLISECONDS);
    channel.getReadSetter().set(this);
    channel.resumeReads();
  }

  @Override
  public void handleEvent(StreamSourceChannel readable) {
    try (PooledByteBuffer scrap = exchange.getConnection().getByteBufferPool().allocate()) {
      ByteBuffer buffer = scrap.getBuffer();
      int count = channel.read(buffer);
      while (count > 0 && left > 0) {
        left -= count;
        count = channel.read(buffer.clear());
      }
      if (count == 0) {
        return;
      }
      if (count > 0) {
        exchange.setPersistent(false);
      }
      done();
    } catch (Throwable lost) { // whatever it was, nobody else ends the exchange
      IoUtils.safeClose(exchange.getConnection());
      done();
    }
  }

  private void done() {
    if (deadline != null) {
      deadline.remove();
    }
    channel.suspendReads();
    exchange.endExchange();
  }

  @Override
  public void run() {
    exchange.setPersistent(false);
    done();
  }

  private static final class Ending implements IoCallback {
    private final boolean flushes;

    Ending(boolean flushes) {
      this.flushes = flushes;
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
      if (flushes) {
        sender.close(END);
      } else {
        end(exchange);
      }
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException lost) {
      cut(exchange);
    }
  }
}
