package io.vgi.http.internal.server;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.vgi.http.HttpOptions;
import io.vgi.http.external.ExternalStorage;
import io.vgi.http.internal.call.HttpCore;
import io.vgi.http.internal.call.HttpStreams;
import io.vgi.http.internal.coding.Zstd;
import io.vgi.http.internal.external.ExternalAnswers;
import io.vgi.http.internal.external.ExternalRequests;
import io.vgi.http.internal.external.UploadSlots;
import io.vgi.http.internal.stream.ParkedStreams;
import io.vgi.http.internal.stream.ReceiptTokens;
import io.vgi.http.internal.stream.Sealer;
import io.vgi.http.internal.stream.StreamTokens;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Seal;
import io.vgi.rpc.internal.dispatch.RpcFault;
import io.vgi.rpc.internal.dispatch.ServerCore;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.memory.MemoryBudget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.jboss.threads.EnhancedQueueExecutor;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;
import org.xnio.XnioIoThread;

/** An HTTP server over the services of one host. */
public final class HttpListener implements Listener {
  private static final int MOST_HEADER_BYTES = 64 << 10;
  private static final int MOST_HEADERS = 100;
  // shorter in tests, which have to wait for it
  private static final int PARSE_MILLIS = Integer.getInteger("io.vgi.test.parseMillis", 10_000);
  private static final int IDLE_MILLIS = 120_000;
  // what a thread keeps warm, codecs among it, is given back after a burst
  private static final Duration IDLE_THREAD =
      Duration.ofMillis(Long.getLong("io.vgi.test.idleThreadMillis", 10_000));
  private static final int BACKLOG = 1024;
  private static final long LAST_WORD_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long BODY_SLACK = 1 << 20;

  private final Undertow server;
  private final Drain drain;
  private final ExecutorService workers;
  private final ParkedStreams parked;
  private final Runnable forget;
  private final HttpOptions options;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  private HttpListener(
      Undertow server,
      Drain drain,
      ExecutorService workers,
      ParkedStreams parked,
      Runnable forget,
      HttpOptions options) {
    this.server = server;
    this.drain = drain;
    this.workers = workers;
    this.parked = parked;
    this.forget = forget;
    this.options = options;
    InetSocketAddress bound = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    this.port = bound.getPort();
  }

  /** Starts to listen. */
  public static HttpListener start(ServerCore core, HttpOptions wanted) throws IOException {
    HttpOptions options = fitting(Zstd.usable(wanted), core.memory());
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
    HostCheck.checkOpen(options, address.getAddress());
    HostCheck hosts = HostCheck.of(options, address.getAddress());
    ParkedStreams parked = new ParkedStreams(options.keepStreams(), core.memory().most());
    // a thread that moves bodies must not wait for users' code
    LongPredicate reclaimer = bytes -> parked.reclaim(bytes, XnioIoThread.class::isInstance);
    core.memory().addReclaimer(reclaimer);
    Runnable forget = () -> core.memory().removeReclaimer(reclaimer);
    Sealer sealer = new Sealer(options.tokenKeys());
    StreamTokens tokens = new StreamTokens(sealer, options.tokenLifetime().toMillis());
    HttpCore http =
        new HttpCore(
            core,
            new ExternalAnswers(options),
            new ExternalRequests(options, core.limits()),
            new UploadSlots(options),
            (protocol, caller) ->
                options.authenticator() == null ? Seal.NONE : sealer.of(protocol, caller),
            new HttpStreams(core, tokens, parked),
            options.receiptsAt() == null ? null : new ReceiptTokens(sealer, options.receiptsAt()));
    AtomicInteger number = new AtomicInteger();
    // the thread that was busy last takes the next call, with all that it has warm
    ExecutorService workers =
        new EnhancedQueueExecutor.Builder()
            .setCorePoolSize(options.threads())
            .setMaximumPoolSize(options.threads())
            .allowCoreThreadTimeOut(true)
            .setKeepAliveTime(IDLE_THREAD)
            .setThreadFactory(
                work -> {
                  Thread thread = new Thread(work, "vgi-http-" + number.incrementAndGet());
                  thread.setDaemon(true);
                  return thread;
                })
            .build();
    Drain drain = new Drain(parked);
    HttpRoutes routes = new HttpRoutes(http, options, workers, drain);
    HttpHandler continued = new HttpContinueReadHandler(routes);
    HttpHandler all =
        exchange -> {
          routes.stamp(exchange);
          if (drain.admit(exchange) && hosts.admits(exchange)) {
            continued.handleRequest(exchange);
          }
        };
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(Math.max(2, Runtime.getRuntime().availableProcessors() / 2))
            .setWorkerThreads(1)
            .setBufferSize(16 << 10)
            .setSocketOption(Options.TCP_NODELAY, true)
            .setSocketOption(Options.REUSE_ADDRESSES, true)
            .setSocketOption(Options.BACKLOG, BACKLOG)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MOST_HEADER_BYTES)
            .setServerOption(UndertowOptions.MAX_HEADERS, MOST_HEADERS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, mostOfAnyBody(options))
            .setServerOption(UndertowOptions.DECODE_URL, false)
            .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
            // else an answer waits for the call behind it, is lost or is garbled
            .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
            .setHandler(all);
    if (options.tls() == null) {
      builder.addHttpListener(address.getPort(), options.host());
    } else {
      builder.addHttpsListener(address.getPort(), options.host(), options.tls());
      if (options.clientCertificates()) {
        builder.setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUIRED);
      }
    }
    Undertow server = builder.build();
    try {
      server.start();
    } catch (RuntimeException failure) {
      forget.run();
      parked.close();
      workers.shutdownNow();
      throw new IOException(
          "Cannot listen at '" + options.host() + ":" + options.port() + "': " + root(failure),
          failure);
    }
    workers.execute(
        () -> {
          String fault = core.health().fault();
          if (fault != null && !drain.isDraining()) {
            WorkerLog.warn("Not all calls can be served: " + fault);
          }
        });
    HttpListener listener = new HttpListener(server, drain, workers, parked, forget, options);
    ExternalStorage storage = options.externalStorage();
    if (storage != null) {
      try {
        storage.listening(URI.create(listener.address()));
      } catch (RuntimeException refused) {
        listener.close();
        throw refused;
      }
    }
    return listener;
  }

  /** {@code options} with a limit that can hold: a body, and the batch that is made of it. */
  private static HttpOptions fitting(HttpOptions options, MemoryBudget memory) {
    long most = memory.most() / 2;
    return options.maxRequestBytes() <= most
        ? options
        : options.toBuilder().maxRequestBytes(most).build();
  }

  /** The server's own limit, which is above those of requests and uploads, so that these decide. */
  private static long mostOfAnyBody(HttpOptions options) {
    long most = Math.max(options.maxRequestBytes(), options.maxUploadBytes());
    return Math.min(most, Long.MAX_VALUE - BODY_SLACK) + BODY_SLACK;
  }

  private void closeStorage() {
    ExternalStorage storage = options.externalStorage();
    if (storage == null) {
      return;
    }
    try {
      storage.close();
    } catch (RuntimeException failure) { // the listener is closed all the same
      WorkerLog.error("The external storage failed to close", failure);
    }
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  @Override
  public String address() {
    String host = options.host().indexOf(':') >= 0 ? "[" + options.host() + "]" : options.host();
    return (options.tls() == null ? "http://" : "https://") + host + ":" + port + options.prefix();
  }

  /** The port that was bound. */
  public int port() {
    return port;
  }

  @Override
  public void join() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    try {
      if (!closed.compareAndSet(false, true)) {
        ended.await();
        return;
      }
      long end = System.nanoTime() + options.grace().toNanos();
      drain.await(end);
      drain.close();
      drain.awaitAnswers(end);
      if (drain.cancel(RpcFault.stopped())) {
        drain.awaitAnswers(System.nanoTime() + LAST_WORD_NANOS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      server.stop();
      workers.shutdownNow();
      forget.run();
      parked.close();
      closeStorage();
      ended.countDown();
    }
  }
}
