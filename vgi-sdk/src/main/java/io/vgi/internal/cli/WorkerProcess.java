package io.vgi.internal.cli;

import io.vgi.catalog.CatalogSource;
import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.Authenticator;
import io.vgi.rpc.Listener;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.TransportProvider;
import io.vgi.rpc.internal.dispatch.CallWatch;
import io.vgi.rpc.internal.log.LogFile;
import io.vgi.rpc.internal.log.LogLocation;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.stdio.StandardStreams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Serves the way the command line says, until the client leaves or the process is told to end. */
public final class WorkerProcess {
  private static final String LOG_FILE = "VGI_LOG_FILE";
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private static final long HOOKS_MILLIS = 1_000;
  private static final long RELEASE_MILLIS = 2_000;
  private static final long TCP_IDLE_MILLIS = 300_000;

  private final CommandLine line;
  private final List<CatalogSource> catalogs;
  private final @Nullable Authenticator authenticator;
  private final CountDownLatch released = new CountDownLatch(1);

  /**
   * Prepares to serve as {@code line} says.
   *
   * @param authenticator who decides who calls over HTTP, null for the environment
   */
  public WorkerProcess(
      CommandLine line, List<CatalogSource> catalogs, @Nullable Authenticator authenticator) {
    this.line = line;
    this.catalogs = catalogs;
    this.authenticator = authenticator;
  }

  /**
   * Serves.
   *
   * @param streams the process's own
   * @param make makes the server, given the file of its access log or null
   */
  public void run(StandardStreams streams, Function<@Nullable Path, RpcServer> make)
      throws IOException, InterruptedException {
    CallWatch.ownProcess();
    log();
    String accessLog = line.value("access-log");
    RpcServer server = make.apply(accessLog == null ? null : Path.of(accessLog));
    switch (line.transport()) {
      case STDIO -> {
        if (streams.isTyped()) {
          hint();
        }
        try {
          server.serve(streams.in(), streams.out(), new Overdue());
        } catch (IOException broken) {
          throw new IOException("the conversation ended: " + broken.getMessage(), broken);
        }
      }
      case UNIX -> {
        Path path = Path.of(String.valueOf(line.value("unix")));
        listen(server.unix(path, sockets()), "UNIX:" + line.value("unix"), streams);
      }
      case TCP -> {
        Listener listener = server.tcp(tcpAddress(), sockets());
        listen(listener, "TCP:" + plain(listener.address()), streams);
      }
      case HTTP -> {
        requireHttp();
        http(server, streams);
      }
    }
  }

  /** An address that clients can be given; the JDK listens at IPv6's even when told 0.0.0.0. */
  private static String plain(String address) {
    return address.replace("[0:0:0:0:0:0:0:0]", "0.0.0.0");
  }

  private void http(RpcServer server, StandardStreams streams)
      throws IOException, InterruptedException {
    QuietStart.quietHttp();
    HttpOptions options = HttpSettings.read(line, catalogs, authenticator, System.getenv());
    Listener listener = HttpServer.start(server, options);
    int port = URI.create(listener.address()).getPort();
    portFile(port);
    listen(listener, "PORT:" + port, streams);
  }

  private static void requireHttp() {
    for (TransportProvider transport : ServiceLoader.load(TransportProvider.class)) {
      if (transport.name().equals("http")) {
        return;
      }
    }
    throw new WrongOptionException(
        "Option '--http' needs the library io.vgi:vgi-http; do not exclude it from the worker's"
            + " dependencies.");
  }

  /** Costs a start less than a lambda. */
  private static final class Overdue implements Runnable {
    @Override
    public void run() {
      endNow();
    }
  }

  /**
   * The engine is gone and a function does not end, which may be for ever: nobody else stops it.
   */
  private static void endNow() {
    WorkerLog.debug("The engine is gone; the function that still runs ends with the process");
    Thread hooks = new Thread(() -> System.exit(0), "vgi-end");
    hooks.setDaemon(true);
    hooks.start();
    try {
      hooks.join(HOOKS_MILLIS);
    } catch (InterruptedException notMeant) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private void listen(Listener listener, String announcement, StandardStreams streams)
      throws IOException, InterruptedException {
    Thread end = new Thread(() -> end(listener), "vgi-end");
    Runtime.getRuntime().addShutdownHook(end);
    announce(streams, announcement);
    listener.join();
  }

  /** The process is told to end, which it does when this returns. */
  private void end(Listener listener) {
    listener.close();
    try {
      if (!released.await(RELEASE_MILLIS, TimeUnit.MILLISECONDS)) {
        WorkerLog.debug("The worker ends before all that it used is closed");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the worker used is closed, so that the process may end. */
  public void released() {
    released.countDown();
  }

  /**
   * Writes to standard output, where {@code System.out} no longer leads; once it was announced
   * where the worker listens, nobody may read there.
   */
  public static void announce(StandardStreams streams, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      streams.out().write(bytes);
    }
  }

  /** Whoever waits for the file finds either nothing or all of it. */
  private void portFile(int port) throws IOException {
    String name = line.value("port-file");
    if (name != null) {
      Path file = Path.of(name).toAbsolutePath();
      Path part = file.resolveSibling(file.getFileName() + ".part");
      try {
        Files.writeString(part, Integer.toString(port));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException unwritable) {
        throw new FileFault("Option '--port-file'", name, unwritable);
      }
    }
  }

  private SocketOptions sockets() {
    // who connects over TCP may be anybody, and each connection has a thread
    long rest = line.transport() == CommandLine.Transport.TCP ? TCP_IDLE_MILLIS : 0;
    return SocketOptions.DEFAULT
        .connectionIdle(Duration.ofMillis(line.millis("connection-idle", rest)))
        .idleTimeout(Duration.ofMillis(line.millis("idle-timeout", 0)))
        .maxConnections(
            line.number(
                "max-connections", SocketOptions.DEFAULT.maxConnections(), 1, Integer.MAX_VALUE));
  }

  private InetSocketAddress tcpAddress() {
    String text = String.valueOf(line.value("tcp"));
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port >= 0 && port < 1 << 16 && !host.isEmpty()) {
        return new InetSocketAddress(host, port);
      }
    } catch (NumberFormatException noPort) {
      // said below, together with what would be right
    }
    throw new WrongOptionException(
        "Option '--tcp' must be [HOST:]PORT, such as 127.0.0.1:9000, not '" + text + "'.");
  }

  /** Log lines go to a file when the user names one, or when nobody would see standard error. */
  private void log() throws IOException {
    if (line.has("debug") || "DEBUG".equalsIgnoreCase(line.value("log-level"))) {
      WorkerLog.verbose();
    }
    String given = System.getenv(LOG_FILE);
    if (given != null && !given.isEmpty()) {
      try {
        LogFile.redirect(LogLocation.named(Path.of(given)));
      } catch (IOException unwritable) {
        throw new FileFault(LOG_FILE, given, unwritable);
      }
    } else if (line.transport() != CommandLine.Transport.STDIO && isDiscarded()) {
      try {
        LogFile.redirect(LogLocation.standard(logName()));
      } catch (IOException unwritable) {
        // a worker without a log serves all the same, and there is nobody to tell
        WorkerLog.debug("No log file: " + unwritable.getMessage());
      }
    }
  }

  private String logName() {
    @Nullable String path = line.value("unix");
    Path file = path == null ? null : Path.of(path).getFileName();
    if (file == null) {
      return "worker";
    }
    String name = file.toString();
    return name.endsWith(".sock") ? name.substring(0, name.length() - 5) : name;
  }

  /** Who types the command in a terminal waits for something that never comes. */
  private static void hint() {
    System.err.println(
        "This worker speaks to DuckDB over standard input and output. In DuckDB: ATTACH 'name' AS"
            + " name (TYPE vgi, LOCATION 'java -jar /path/to/worker.jar'); see --help for more.");
  }

  /** Whether nobody sees standard error. */
  static boolean isDiscarded() {
    try {
      return Files.readSymbolicLink(STANDARD_ERROR).toString().equals("/dev/null");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }
}
