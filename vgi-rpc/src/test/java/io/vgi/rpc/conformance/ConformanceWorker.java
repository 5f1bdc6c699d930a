package io.vgi.rpc.conformance;

import io.vgi.rpc.Listener;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.Service;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.internal.stdio.StandardStreams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The executable that the protocol's conformance suite talks to: on standard input and output, or
 * with {@code --unix PATH} or {@code --tcp HOST:PORT} on a socket.
 */
public final class ConformanceWorker {
  static final String PROTOCOL = "ConformanceService";
  static final String VERSION = "2.0.0";

  private ConformanceWorker() {}

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
      RpcServer server = builder.build();
      String unix = options.get("--unix");
      String tcp = options.get("--tcp");
      if (unix != null) {
        listen(streams, "UNIX:", server.unix(Path.of(unix), SocketOptions.DEFAULT));
      } else if (tcp != null) {
        listen(streams, "TCP:", server.tcp(address(tcp), SocketOptions.DEFAULT));
      } else {
        server.serve(streams.in(), streams.out());
      }
    }
  }

  private static void listen(StandardStreams streams, String prefix, Listener listener)
      throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(listener::close));
    byte[] line = (prefix + listener.address() + "\n").getBytes(StandardCharsets.UTF_8);
    streams.out().write(ByteBuffer.wrap(line));
    listener.join();
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!List.of("--unix", "--tcp").contains(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException(
            "Usage: vgi-rpc-conformance [--unix PATH | --tcp HOST:PORT]");
      }
      options.put(args[i], args[i + 1]);
    }
    return options;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
  }
}
