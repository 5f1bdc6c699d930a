package io.vgi.http.internal.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.vgi.http.internal.external.Part;
import io.vgi.rpc.internal.ipc.ChunkedBuffer;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Moves a file without having it in memory, but for a piece that a client sends. Threads of calls
 * read and write the disk, and none of them waits for a client; one that hardly moves is cut off.
 */
abstract class FileTransfer implements Runnable {
  /** The bytes a second that a client must send or take. */
  private static final long LEAST_RATE = 1 << 10;

  /** After so much others have their turn. */
  private static final long TURN_BYTES = 8 << 20;

  final HttpServerExchange exchange;
  private final Executor workers;
  private final AtomicBoolean waits = new AtomicBoolean();
  private volatile long moved;
  private final Pace pace = new Pace(LEAST_RATE, 0);
  private volatile XnioExecutor.@Nullable Key watch;

  private FileTransfer(HttpServerExchange exchange, Executor workers) {
    this.exchange = exchange;
    this.workers = workers;
  }

  /** Moves what the client takes or gives now; returns whether that was the end. */
  abstract boolean step() throws IOException;

  abstract void resume();

  abstract void suspend();

  /** How many bytes were moved. */
  long moved() {
    return moved;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time moves a file
  void moved(long count) {
    moved += count;
  }

  void start() {
    lookLater();
    run();
  }

  @Override
  public void run() {
    boolean ended;
    try {
      ended = step();
    } catch (IOException gone) {
      WorkerLog.debug("A client left while a file was moved: " + gone.getMessage());
      lost();
      return;
    } catch (Throwable failure) { // nobody else ends the exchange
      WorkerLog.error("A file cannot be moved", failure);
      lost();
      return;
    }
    XnioExecutor.Key key = watch;
    if (!ended) {
      waits.set(true);
      resume();
    } else if (key != null) {
      key.remove();
    }
  }

  /** The client is ready; on the I/O thread. */
  void woken() {
    suspend();
    if (waits.compareAndSet(true, false)) {
      try {
        workers.execute(this);
      } catch (RuntimeException closing) {
        lost();
      }
    }
  }

  private void look() {
    if (exchange.isComplete()) {
      return;
    }
    // a worker that is busy with the disk is not the client's fault
    if (pace.isTooSlow(moved) && waits.get()) {
      WorkerLog.debug("A client that hardly moved a file was cut off");
      lost();
      return;
    }
    lookLater();
  }

  private void lookLater() {
    watch = exchange.getIoThread().executeAfter(this::look, pace.seconds(), TimeUnit.SECONDS);
  }

  private void lost() {
    RequestBodyDrain.cut(exchange);
  }

  private static void closeWith(HttpServerExchange exchange, AutoCloseable file) {
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          try {
            file.close();
          } catch (Exception kept) {
            WorkerLog.warn("A file could not be closed: " + kept.getMessage());
          }
          next.proceed();
        });
  }

  /**
   * Sends {@code file} as the response, and closes it with the exchange. Call on a thread of {@code
   * workers}.
   */
  static void send(HttpServerExchange exchange, FileChannel file, Executor workers)
      throws IOException {
    closeWith(exchange, file);
    long length = file.size();
    exchange.setResponseContentLength(length);
    StreamSinkChannel channel = exchange.getResponseChannel();
    if (channel == null) {
      exchange.endExchange();
      return;
    }
    Sending sending = new Sending(exchange, workers, channel, file, length);
    channel.getWriteSetter().set(writable -> sending.woken());
    sending.start();
  }

  private static final class Sending extends FileTransfer {
    private final StreamSinkChannel channel;
    private final FileChannel file;
    private final long length;
    private boolean shut;

    Sending(
        HttpServerExchange exchange,
        Executor workers,
        StreamSinkChannel channel,
        FileChannel file,
        long length) {
      super(exchange, workers);
      this.channel = channel;
      this.file = file;
      this.length = length;
    }

    @Override
    boolean step() throws IOException {
      long turn = moved() + TURN_BYTES;
      while (moved() < length) {
        // from the disk to the socket without a copy, where the system can
        long count = channel.transferFrom(file, moved(), Math.min(length - moved(), TURN_BYTES));
        if (count == 0 && file.size() < length) {
          throw new IOException("The file is shorter than it was");
        }
        moved(count);
        if (count == 0 || moved() > turn) {
          return false;
        }
      }
      if (!shut) {
        shut = true;
        channel.shutdownWrites();
      }
      if (!channel.flush()) {
        return false;
      }
      RequestBodyDrain.end(exchange);
      return true;
    }

    @Override
    void resume() {
      channel.resumeWrites();
    }

    @Override
    void suspend() {
      channel.suspendWrites();
    }
  }

  /** Told how the receipt of a file ended, once, on a thread of workers. */
  interface Received {
    /** All of it has come. */
    void complete();

    /** There is more of it than allowed. */
    void tooLarge();

    /** The disk did not take it. */
    void failed(IOException failure);
  }

  /**
   * Reads the body of a request of at most {@code most} bytes into {@code part}, and closes that
   * with the exchange. Call on a thread of {@code workers}.
   */
  static void receive(
      HttpServerExchange exchange, Part part, long most, Executor workers, Received received) {
    closeWith(exchange, part);
    StreamSourceChannel channel = exchange.getRequestChannel();
    if (channel == null) {
      received.complete();
      return;
    }
    Receiving receiving = new Receiving(exchange, workers, channel, part, most, received);
    channel.getReadSetter().set(readable -> receiving.woken());
    receiving.start();
  }

  private static final class Receiving extends FileTransfer {
    private final StreamSourceChannel channel;
    private final Part part;
    private final long most;
    private final Received received;

    Receiving(
        HttpServerExchange exchange,
        Executor workers,
        StreamSourceChannel channel,
        Part part,
        long most,
        Received received) {
      super(exchange, workers);
      this.channel = channel;
      this.part = part;
      this.most = most;
      this.received = received;
    }

    @Override
    boolean step() throws IOException {
      try (ChunkedBuffer lent = new ChunkedBuffer()) {
        return step(lent.room());
      }
    }

    private boolean step(ByteBuffer piece) throws IOException {
      long turn = moved() + TURN_BYTES;
      int count;
      try {
        count = channel.read(piece);
        while (count > 0) {
          moved(count);
          if (moved() > most) {
            return tooLarge();
          }
          try {
            part.write(piece.flip());
          } catch (IOException full) {
            exchange.putAttachment(RequestBodyDrain.BEGUN, channel);
            received.failed(full);
            return true;
          }
          if (moved() > turn) {
            return false;
          }
          count = channel.read(piece.clear());
        }
      } catch (RequestTooBigException tooBig) {
        return tooLarge();
      }
      if (count == 0) {
        return false;
      }
      received.complete();
      return true;
    }

    private boolean tooLarge() {
      exchange.putAttachment(RequestBodyDrain.BEGUN, channel);
      received.tooLarge();
      return true;
    }

    @Override
    void resume() {
      channel.resumeReads();
    }

    @Override
    void suspend() {
      channel.suspendReads();
    }
  }
}
