package io.vgi.http.conformance;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthRequest;
import io.vgi.http.external.FileStorage;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Principal;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.conformance.Conformance;
import io.vgi.rpc.internal.stdio.StandardStreams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The executable that the protocol's conformance suite talks to: on standard input and output, or
 * with {@code --unix}, {@code --tcp} or {@code --http} on a socket.
 */
public final class ConformanceWorker {
  private static final String USAGE =
      """
      Usage: vgi-conformance [--unix PATH | --tcp [HOST:]PORT | --http] [OPTION VALUE]...
      Options: --access-log
      Options of sockets: --idle-timeout, --max-connections
      Options of HTTP: --host, --port, --prefix, --cors-origins, --codings (comma-separated),
        --max-request-bytes, --max-response-bytes, --token-key, --keep-streams true|false,
        --external-storage, --external-directory, --external-threshold,
        --max-externalized-response-bytes, --max-upload-bytes, --refuse-all true|false""";

  private final StandardStreams streams;
  private final RpcServer server;

  private ConformanceWorker(StandardStreams streams, RpcServer server) {
    this.streams = streams;
    this.server = server;
  }

  /** Serves on the transport that {@code args} name. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> options = options(args);
    StandardStreams streams = StandardStreams.take();
    try (BufferAllocator allocator = new RootAllocator()) {
      RpcServer.Builder builder = RpcServer.builder(allocator);
      Conformance.services().forEach(builder::service);
      if (options.containsKey("--access-log")) {
        builder.accessLog(Path.of(options.get("--access-log")));
      }
      new ConformanceWorker(streams, builder.build()).serve(options);
    }
  }

  private void serve(Map<String, String> options) throws IOException, InterruptedException {
    String unix = options.get("--unix");
    String tcp = options.get("--tcp");
    if (unix != null) {
      listen("UNIX:", server.unix(Path.of(unix), sockets(options)));
    } else if (tcp != null) {
      listen("TCP:", server.tcp(address(tcp), sockets(options)));
    } else if (options.containsKey("--http")) {
      listen("PORT:", HttpServer.start(server, http(options)));
    } else {
      server.serve(streams.in(), streams.out());
    }
  }

  private void listen(String prefix, Listener listener) throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(listener::close));
    String address = listener.address();
    String shown =
        prefix.equals("PORT:") ? Integer.toString(URI.create(address).getPort()) : address;
    byte[] line = (prefix + shown + "\n").getBytes(StandardCharsets.UTF_8);
    streams.out().write(ByteBuffer.wrap(line));
    listener.join();
  }

  private static SocketOptions sockets(Map<String, String> options) {
    int most = Integer.parseInt(options.getOrDefault("--max-connections", "1024"));
    double seconds = Double.parseDouble(options.getOrDefault("--idle-timeout", "0"));
    return SocketOptions.DEFAULT
        .maxConnections(most)
        .idleTimeout(Duration.ofMillis((long) (seconds * 1000)));
  }

  private static HttpOptions http(Map<String, String> options) throws IOException {
    HttpOptions.Builder http = HttpOptions.builder().compressLocally(true);
    String directory = options.get("--external-directory");
    if (directory != null) {
      http.externalStorage(FileStorage.in(Path.of(directory)));
    }
    options.forEach(
        (name, value) -> {
          switch (name) {
            case "--http", "--access-log", "--external-directory" -> {}
            case "--host" -> http.host(value);
            case "--port" -> http.port(Integer.parseInt(value));
            case "--prefix" -> http.prefix(value);
            case "--cors-origins" -> http.corsOrigins(Set.copyOf(names(value)));
            case "--codings" -> http.codings(value.isEmpty() ? List.of() : names(value));
            case "--max-request-bytes" -> http.maxRequestBytes(Long.parseLong(value));
            case "--max-response-bytes" -> http.maxResponseBytes(Long.parseLong(value));
            case "--token-key" -> http.tokenKey(value.getBytes(StandardCharsets.UTF_8));
            case "--keep-streams" -> http.keepStreams(Boolean.parseBoolean(value));
            case "--external-storage" -> http.externalStorage(new SuiteStorage(value));
            case "--external-threshold" -> http.externalThreshold(Long.parseLong(value));
            case "--max-externalized-response-bytes" ->
                http.maxExternalizedResponseBytes(Long.parseLong(value));
            case "--max-upload-bytes" -> http.maxUploadBytes(Long.parseLong(value));
            case "--refuse-all" -> http.authenticator(ConformanceWorker::refuse);
            default -> throw new IllegalArgumentException(USAGE);
          }
        });
    return http.build();
  }

  /** Refuses everybody, for the reason that the suite asks for. */
  private static Principal refuse(AuthRequest request) throws AuthException {
    List<String> asked = request.headers().apply("X-Conformance-Auth-Reason");
    AuthException.Reason reason = AuthException.Reason.UNAUTHORIZED;
    for (AuthException.Reason known : AuthException.Reason.values()) {
      if (known != AuthException.Reason.PROXY_REQUIRED && asked.contains(known.wireName())) {
        reason = known;
      }
    }
    throw new AuthException(reason, "Nobody may call this worker");
  }

  private static List<String> names(String text) {
    return List.of(text.split(","));
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    int i = 0;
    while (i < args.length) {
      boolean flag = args[i].equals("--http");
      if (!args[i].startsWith("--") || (!flag && i + 1 == args.length)) {
        throw new IllegalArgumentException(USAGE);
      }
      options.put(args[i], flag ? "" : args[i + 1]);
      i += flag ? 1 : 2;
    }
    return options;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
  }
}
