package io.vgi.rpc.conformance;

import io.vgi.rpc.RpcServer;
import io.vgi.rpc.Service;
import io.vgi.rpc.internal.stdio.StandardStreams;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The executable that the protocol's conformance suite talks to. */
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

  /** Serves on the transport that {@code args} name, or on standard input and output. */
  public static void main(String[] args) throws IOException {
    StandardStreams streams = StandardStreams.take();
    try (BufferAllocator allocator = new RootAllocator()) {
      RpcServer.Builder builder = RpcServer.builder(allocator);
      services().forEach(builder::service);
      builder.build().serve(streams.in(), streams.out());
    }
  }
}
