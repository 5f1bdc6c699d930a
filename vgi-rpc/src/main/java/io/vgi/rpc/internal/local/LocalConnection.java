package io.vgi.rpc.internal.local;

import io.vgi.rpc.RpcServer;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server in this process: the real codec and dispatch, without a process. Closing
 * it waits for the server's side and passes on what ended it.
 */
public final class LocalConnection implements AutoCloseable {
  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final Thread serving;
  private @Nullable Throwable failure;

  private LocalConnection(RpcServer server) {
    MemoryPipe request = new MemoryPipe();
    MemoryPipe answer = new MemoryPipe();
    this.in = answer.reader();
    this.out = request.writer();
    this.serving =
        new Thread(
            () -> {
              try (ReadableByteChannel from = request.reader();
                  WritableByteChannel to = answer.writer()) {
                server.serve(from, to);
              } catch (IOException | RuntimeException | Error ended) {
                failure = ended;
              }
            },
            "vgi-local-connection");
    serving.setDaemon(true);
  }

  /** Connects to {@code server}. */
  public static LocalConnection to(RpcServer server) {
    LocalConnection connection = new LocalConnection(server);
    connection.serving.start();
    return connection;
  }

  /** What the server sends. */
  public ReadableByteChannel in() {
    return in;
  }

  /** What the server reads. */
  public WritableByteChannel out() {
    return out;
  }

  @Override
  public void close() throws IOException {
    // first, because a server with more to say than the pipe holds would never see the end
    in.close();
    out.close();
    try {
      serving.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("Interrupted while the server was ending");
    }
    if (failure instanceof IOException io) {
      throw new IOException("The server's side of the connection failed: " + io.getMessage(), io);
    } else if (failure != null) {
      throw new IllegalStateException("The server's side of the connection failed", failure);
    }
  }
}
