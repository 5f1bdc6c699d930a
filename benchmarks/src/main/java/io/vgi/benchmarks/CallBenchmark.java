package io.vgi.benchmarks;

import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call with one answer, and a turn of an exchange with 1 and with 2048 rows, over a socket file
 * to a server in this process. What the client does is in the figures too.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class CallBenchmark {
  private static final String PROTOCOL = "bench.v1";
  private static final String VERSION = "1.0.0";
  private static final WireSchema NUMBER = WireSchema.of(SqlType.BIGINT.field("n"));

  private BufferAllocator allocator;
  private Path folder;
  private RpcServer server;
  private Listener listener;
  private WireBatch number;
  private WireBatch rows;
  private ClientStream small;
  private ClientStream large;
  private SocketChannel[] sockets;
  private RpcClient[] clients;

  /** Gives back what it was given. */
  private static final class Echo implements ServerStream.Exchange {
    private final BufferAllocator memory;
    private final WireSchema schema;
    private WireBatch answer;

    Echo(BufferAllocator memory, WireSchema schema) {
      this.memory = memory;
      this.schema = schema;
    }

    @Override
    public WireSchema inputSchema() {
      return schema;
    }

    @Override
    public WireSchema outputSchema() {
      return schema;
    }

    @Override
    public WireBatch header() {
      return null;
    }

    @Override
    public WireBatch exchange(WireBatch input) {
      close();
      answer = transferred(input, memory);
      return answer;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
      if (answer != null) {
        answer.close();
        answer = null;
      }
    }
  }

  private static WireBatch transferred(WireBatch input, BufferAllocator memory) {
    List<FieldVector> columns =
        input.columns().stream()
            .map(
                column -> {
                  var transfer = column.getTransferPair(column.getField(), memory);
                  transfer.transfer();
                  return (FieldVector) transfer.getTo();
                })
            .toList();
    return WireBatch.of(input.schema(), columns, input.rows(), Metadata.EMPTY);
  }

  private static Method exchange(String name, WireSchema schema) {
    return new Method.Streaming(
        name, NUMBER, null, (call, params) -> new Echo(call.allocator(), schema));
  }

  private static WireBatch number(BufferAllocator memory, long value) {
    BigIntVector vector = new BigIntVector(NUMBER.field(0), memory);
    vector.allocateNew(1);
    vector.set(0, value);
    vector.setValueCount(1);
    return WireBatch.of(NUMBER, List.of(vector), 1);
  }

  /** Serves, and opens a connection for the calls and one for each exchange. */
  @Setup(Level.Trial)
  public void start() throws IOException {
    allocator = new RootAllocator();
    folder = Files.createTempDirectory("vgi-bench");
    Revision revision =
        Revision.of(
            VERSION,
            List.of(
                new Method.Unary(
                    "same",
                    NUMBER,
                    NUMBER,
                    (call, params) -> transferred(params, call.allocator())),
                exchange("one", NUMBER),
                exchange("many", SampleBatch.SCHEMA)));
    server = RpcServer.builder(allocator).service(Service.of(PROTOCOL, List.of(revision))).build();
    listener = server.unix(folder.resolve("socket"), SocketOptions.DEFAULT);
    number = number(allocator, 1);
    rows = SampleBatch.of(allocator);
    sockets = new SocketChannel[3];
    clients = new RpcClient[3];
    for (int i = 0; i < sockets.length; i++) {
      sockets[i] = SocketChannel.open(StandardProtocolFamily.UNIX);
      sockets[i].connect(UnixDomainSocketAddress.of(folder.resolve("socket")));
      clients[i] = RpcClient.over(sockets[i], sockets[i], allocator, PROTOCOL, VERSION);
    }
    small = clients[1].open("one", number, false);
    large = clients[2].open("many", number, false);
  }

  /** Fails when a buffer is left. */
  @TearDown(Level.Trial)
  public void close() throws Exception {
    small.close();
    large.close();
    for (SocketChannel one : sockets) {
      one.close();
    }
    listener.close();
    server.close();
    number.close();
    rows.close();
    allocator.close();
    Files.deleteIfExists(folder);
  }

  /** A call. */
  @Benchmark
  public int unary() throws IOException {
    try (WireBatch answer = clients[0].call("same", number)) {
      return answer.rows();
    }
  }

  /** A turn with one row. */
  @Benchmark
  public int exchangeRow() throws IOException {
    try (WireBatch answer = small.exchange(number)) {
      return answer.rows();
    }
  }

  /** A turn with 2048 rows of a number and a text. */
  @Benchmark
  public int exchangeRows() throws IOException {
    try (WireBatch answer = large.exchange(rows)) {
      return answer.rows();
    }
  }
}
