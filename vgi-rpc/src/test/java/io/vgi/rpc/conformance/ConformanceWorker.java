package io.vgi.rpc.conformance;

import io.vgi.rpc.HttpOptions;
import io.vgi.rpc.Listener;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.Service;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.internal.stdio.StandardStreams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  static final String PROTOCOL = "ConformanceService";
  static final String VERSION = "2.0.0";

  private static final String USAGE =
      """
      Usage: vgi-rpc-conformance [--access-log FILE]
          [--unix PATH | --tcp [HOST:]PORT | --http [OPTION VALUE]...]
      Options of HTTP: --host, --port, --prefix, --cors-origins, --codings (comma-separated),
        --max-request-bytes, --max-response-bytes, --token-key, --keep-streams true|false""";

  private final StandardStreams streams;
  private final RpcServer server;

  private ConformanceWorker(StandardStreams streams, RpcServer server) {
    this.streams = streams;
    this.server = server;
  }

  static List<Service> services() {
    MethodTable table = new MethodTable(PROTOCOL, VERSION);
    EchoMethods.addTo(table);
    PlainMethods.addTo(table);
    ProducerMethods.addTo(table);
    ExchangeMethods.addTo(table);
    new CancelMethods().addTo(table);
    return List.of(table.service(), SecondaryMethods.table().service());
  }

  /** Serves on the transport that {@code args} name. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> options = options(args);
    StandardStreams streams = StandardStreams.take();
    try (BufferAllocator allocator = new RootAllocator()) {
      RpcServer.Builder builder = RpcServer.builder(allocator);
      services().forEach(builder::service);
      String log = options.remove("--access-log");
      if (log != null) {
        builder.accessLog(Path.of(log));
      }
      new ConformanceWorker(streams, builder.build()).serve(options);
    }
  }

  private void serve(Map<String, String> options) throws IOException, InterruptedException {
    String unix = options.get("--unix");
    String tcp = options.get("--tcp");
    if (unix != null) {
      listen("UNIX:", server.unix(Path.of(unix), SocketOptions.DEFAULT));
    } else if (tcp != null) {
      listen("TCP:", server.tcp(address(tcp), SocketOptions.DEFAULT));
    } else if (options.containsKey("--http")) {
      listen("PORT:", server.http(http(options)));
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

  private static HttpOptions http(Map<String, String> options) {
    HttpOptions.Builder http = HttpOptions.builder().compressLocally(true);
    options.forEach(
        (name, value) -> {
          switch (name) {
            case "--http" -> {}
            case "--host" -> http.host(value);
            case "--port" -> http.port(Integer.parseInt(value));
            case "--prefix" -> http.prefix(value);
            case "--cors-origins" -> http.corsOrigins(Set.copyOf(names(value)));
            case "--codings" -> http.codings(value.isEmpty() ? List.of() : names(value));
            case "--max-request-bytes" -> http.maxRequestBytes(Long.parseLong(value));
            case "--max-response-bytes" -> http.maxResponseBytes(Long.parseLong(value));
            case "--token-key" -> http.tokenKey(value.getBytes(StandardCharsets.UTF_8));
            case "--keep-streams" -> http.keepStreams(Boolean.parseBoolean(value));
            default -> throw new IllegalArgumentException(USAGE);
          }
        });
    return http.build();
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
