package io.vgi.rpc.internal.socket;

import io.vgi.rpc.Listener;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.internal.dispatch.QuiescenceWait;
import io.vgi.rpc.internal.ipc.ConnectionBuffers;
import io.vgi.rpc.internal.log.WorkerLog;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Serves the connections of one listening socket.
 *
 * <p>Clients open a connection for almost every call, so no thread is started or woken between
 * accepting one and answering: the thread that accepts serves, and one of those that wait to accept
 * takes its place.
 */
public final class SocketListener implements Listener {
  private static final int BACKLOG = 1024;
  private static final long FIRST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LAST_WORD_MILLIS = 1_000;
  private static final long RETRY_MILLIS = 50;
  private static final long LINGER_MILLIS = 20;
  private static final long WARN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ServerSocketChannel server;
  private final @Nullable SocketFile file;
  private final String address;
  private final Handler handler;
  private final SocketOptions options;
  private final LeaderFollowerPool waiters;
  private final Set<Connection> live = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long idleSince = System.nanoTime();
  private volatile long warned = System.nanoTime() - WARN_NANOS;

  /** Makes the conversation of a connection. */
  @FunctionalInterface
  public interface Handler {
    /** Serves {@code connection} until the client leaves. */
    void serve(Connection connection) throws IOException;
  }

  private SocketListener(
      ServerSocketChannel server,
      @Nullable SocketFile file,
      String address,
      Handler handler,
      SocketOptions options) {
    this.server = server;
    this.file = file;
    this.address = address;
    this.handler = handler;
    this.options = options;
    this.waiters =
        new LeaderFollowerPool(
            this::acceptAndServe,
            options.maxConnections(),
            LeaderFollowerPool::daemon,
            ConnectionBuffers::new);
  }

  /** Listens at a socket file. */
  public static SocketListener unix(Path path, Handler handler, SocketOptions options)
      throws IOException {
    SocketFile file = SocketFile.bind(path, BACKLOG);
    SocketListener listener =
        new SocketListener(file.channel(), file, path.toString(), handler, options);
    listener.start();
    return listener;
  }

  /** Listens at a TCP address; port 0 takes a free one. */
  public static SocketListener tcp(InetSocketAddress at, Handler handler, SocketOptions options)
      throws IOException {
    if (at.isUnresolved()) {
      throw new IOException(
          "Cannot listen at '"
              + at.getHostString()
              + ":"
              + at.getPort()
              + "': no address is known of that name");
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(at, BACKLOG);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw new IOException(
          "Cannot listen at '"
              + at.getHostString()
              + ":"
              + at.getPort()
              + "': "
              + failure.getMessage(),
          failure);
    }
    InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
    String host = bound.getAddress().getHostAddress();
    String address =
        (bound.getAddress() instanceof Inet6Address ? "[" + host + "]" : host)
            + ":"
            + bound.getPort();
    SocketListener listener = new SocketListener(channel, null, address, handler, options);
    listener.start();
    return listener;
  }

  private void start() {
    try {
      waiters.start();
      if (!options.idleTimeout().isZero() || !options.connectionIdle().isZero()) {
        Thread watch = new Thread(this::watchIdle, "vgi-idle");
        watch.setDaemon(true);
        watch.start();
      }
    } catch (Throwable exhausted) {
      close();
      throw exhausted;
    }
  }

  @Override
  public String address() {
    return address;
  }

  /** Accepts one connection and serves it; returns false when there will be no more. */
  private boolean acceptAndServe(ConnectionBuffers buffers, Runnable accepted) {
    SocketChannel channel;
    try {
      channel = server.accept();
    } catch (ClosedChannelException end) {
      if (!closed.get()) {
        lost(end);
      }
      return false;
    } catch (IOException exhausted) {
      return retry(exhausted);
    }
    try (channel) {
      serve(channel, buffers, accepted);
    } catch (IOException lost) {
      // a peer that breaks the framing or leaves was told what can be told
      WorkerLog.debug("A connection ended: " + lost.getMessage());
    } catch (Throwable failure) { // the thread goes on with the next connection
      WorkerLog.error("A connection failed", failure);
    }
    return true;
  }

  private void serve(SocketChannel channel, ConnectionBuffers buffers, Runnable accepted)
      throws IOException {
    Connection connection = new Connection(channel, buffers);
    live.add(connection);
    try {
      accepted.run();
      if (file == null) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // a client whose machine vanished would be waited for for ever
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      }
      if (!closed.get()) {
        handler.serve(connection);
      }
    } finally {
      // first, because whoever sees that nobody is left looks at the time next
      idleSince = System.nanoTime();
      live.remove(connection);
    }
  }

  /** Whoever waits for the listener must not wait for a socket that is not there any more. */
  private void lost(ClosedChannelException end) {
    if (!closing.get()) {
      WorkerLog.error("The socket at '" + address + "' was closed by an interrupt", end);
      new Thread(this::close, "vgi-lost").start();
    }
  }

  /** Without file descriptors there is nothing to do but to wait for one. */
  private boolean retry(IOException exhausted) {
    if (closed.get()) {
      return false;
    }
    long now = System.nanoTime();
    if (now - warned > WARN_NANOS) {
      warned = now;
      WorkerLog.warn("Cannot accept a connection: " + exhausted.getMessage());
    }
    pause(RETRY_MILLIS);
    return !Thread.currentThread().isInterrupted();
  }

  private void watchIdle() {
    long timeout = options.idleTimeout().toNanos();
    long rest = options.connectionIdle().toNanos();
    long shortest = timeout == 0 || (rest != 0 && rest < timeout) ? rest : timeout;
    long step = Math.max(1, Math.min(TimeUnit.NANOSECONDS.toMillis(shortest), 1_000));
    try {
      while (!closed.get()) {
        // whoever started the worker may take its time to connect
        long patience = waiters.served() > 0 ? timeout : Math.max(timeout, FIRST_IDLE_NANOS);
        if (timeout != 0 && idleNanos() > patience) {
          close();
          return;
        }
        if (rest != 0) {
          for (Connection connection : live) {
            connection.closeIfIdleFor(rest);
          }
        }
        Thread.sleep(step);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** For how long nobody was connected; a method whose client has left does not count. */
  private long idleNanos() {
    long now = System.nanoTime();
    long idle = now - idleSince;
    for (Connection connection : live) {
      idle = connection.isDeserted() ? Math.min(idle, now - connection.desertedSince()) : -1;
      if (idle < 0) {
        return -1;
      }
    }
    return idle;
  }

  @Override
  public void join() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      awaitEnd();
      return;
    }
    long end = System.nanoTime() + options.grace().toNanos();
    try {
      awaitDone(end);
      if (file != null) {
        file.remove();
        // whoever found the file just before that is served
        pause(LINGER_MILLIS);
        awaitDone(end);
      }
      closed.set(true);
      server.close();
      for (Connection connection : live) {
        connection.stop();
      }
      if (!awaitQuiet(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()))) {
        for (Connection connection : live) {
          connection.cut();
        }
        if (!awaitQuiet(LAST_WORD_MILLIS)) {
          for (Connection connection : live) {
            connection.sayLastWord();
          }
          awaitQuiet(LAST_WORD_MILLIS);
        }
      }
    } catch (IOException failure) {
      WorkerLog.error("The listener at '" + address + "' did not close", failure);
    } finally {
      ended.countDown();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitDone(long end) {
    try {
      QuiescenceWait.await(this::isBusy, end);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isBusy() {
    for (Connection connection : live) {
      if (connection.isBusy()) {
        return true;
      }
    }
    return false;
  }

  private boolean awaitQuiet(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      while (!isQuiet() && System.nanoTime() < end) {
        Thread.sleep(5);
        for (Connection connection : live) {
          connection.closeIfIdle();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return isQuiet();
  }

  /** Whether nobody is connected who would get an answer. */
  private boolean isQuiet() {
    for (Connection connection : live) {
      if (!connection.isDeserted()) {
        return false;
      }
    }
    return true;
  }
}
