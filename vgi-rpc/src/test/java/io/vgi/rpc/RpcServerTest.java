package io.vgi.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.client.RpcError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls, streams and errors over a connection inside this process. */
class RpcServerTest {
  private static final WireSchema NUMBER =
      WireSchema.of(Field.notNullable("n", new ArrowType.Int(64, true)));

  private final BufferAllocator allocator = new RootAllocator();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final Map<String, Method> methods = new LinkedHashMap<>();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private RpcServer server() {
    add(new Method.Unary("twice", NUMBER, NUMBER, (call, in) -> number(value(in) * 2)));
    add(new Method.Unary("nothing", WireSchema.EMPTY, null, (call, in) -> null));
    add(
        new Method.Unary(
            "fail",
            NUMBER,
            NUMBER,
            (call, in) -> {
              throw new IllegalStateException("broken on purpose");
            }));
    add(
        new Method.Unary(
            "talk",
            NUMBER,
            NUMBER,
            (call, in) -> {
              call.log(LogLevel.INFO, "hello \"you\"", Map.of("k", "v"));
              return number(value(in));
            }));
    add(new Method.Streaming("count", NUMBER, NUMBER, (call, in) -> new Counter(value(in))));
    add(new Method.Streaming("add", NUMBER, null, (call, in) -> new Adder(value(in))));
    Revision revision = Revision.of("2.0.0", methods.values());
    return RpcServer.builder(allocator).service(Service.of("test.v1", List.of(revision))).build();
  }

  private void add(Method method) {
    methods.put(method.name(), method);
  }

  private RpcClient client() {
    return RpcClient.local(server(), allocator, "test.v1", "2.0.7");
  }

  private WireBatch number(long value) {
    BigIntVector vector = (BigIntVector) NUMBER.field(0).createVector(allocator);
    vector.allocateNew(1);
    vector.set(0, value);
    vector.setValueCount(1);
    return WireBatch.of(NUMBER, List.of(vector), 1);
  }

  private static long value(WireBatch batch) {
    return ((BigIntVector) batch.column(0)).get(0);
  }

  private final class Counter implements ServerStream.Producer {
    private final long end;
    private final WireBatch header;
    private WireBatch last;
    private long next;

    Counter(long end) {
      this.end = end;
      this.header = number(end);
      this.last = number(0);
    }

    @Override
    public WireSchema outputSchema() {
      return NUMBER;
    }

    @Override
    public WireBatch header() {
      return header;
    }

    @Override
    public WireBatch produce(Metadata tick) {
      if (next == 3) {
        throw VgiException.invalidArgument("three is too many");
      }
      last.close();
      last = number(next);
      return next++ == end ? null : last;
    }

    @Override
    public void cancel() {
      cancelled.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      header.close();
      last.close();
    }
  }

  private final class Adder implements ServerStream.Exchange {
    private final long addend;
    private WireBatch last = number(0);

    Adder(long addend) {
      this.addend = addend;
    }

    @Override
    public WireSchema outputSchema() {
      return NUMBER;
    }

    @Override
    public WireSchema inputSchema() {
      return NUMBER;
    }

    @Override
    public WireBatch header() {
      return null;
    }

    @Override
    public WireBatch exchange(WireBatch input) {
      last.close();
      last = number(value(input) + addend);
      return last;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
      last.close();
    }
  }

  private long call(RpcClient client, String method, long argument) throws IOException {
    try (WireBatch params = number(argument);
        WireBatch answer = client.call(method, params)) {
      return answer.rows() == 0 ? -1 : value(answer);
    }
  }

  @Test
  void unaryCallsFollowEachOtherOnOneConnection() throws IOException {
    try (RpcClient client = client()) {
      assertThat(call(client, "twice", 21)).isEqualTo(42);
      assertThat(call(client, "twice", 4)).isEqualTo(8);
      try (WireBatch none = WireBatch.ofRows(1, Metadata.EMPTY);
          WireBatch answer = client.call("nothing", none)) {
        assertThat(answer.schema().size()).isZero();
      }
    }
  }

  @Test
  void errorsAreTypedAndLeaveTheConnectionUsable() throws IOException {
    try (RpcClient client = client()) {
      assertThatThrownBy(() -> call(client, "fail", 1))
          .isInstanceOfSatisfying(
              RpcError.class,
              error ->
                  assertThat(error.metadata().text("vgi_rpc.log_extra"))
                      .endsWith(",\"traceback\":\"  at test.v1/fail\"}"))
          .hasMessage("RuntimeError: broken on purpose");
      assertThatThrownBy(() -> call(client, "missing", 1))
          .isInstanceOfSatisfying(
              RpcError.class,
              error ->
                  assertThat(error.metadata().text("vgi_rpc.error_kind"))
                      .isEqualTo("method_not_implemented"));
      assertThatThrownBy(
              () -> {
                try (WireBatch none = WireBatch.ofRows(1, Metadata.EMPTY)) {
                  client.call("twice", none).close();
                }
              })
          .isInstanceOf(RpcError.class)
          .hasMessageStartingWith("TypeError: ");
      assertThat(call(client, "twice", 1)).isEqualTo(2);
    }
  }

  @Test
  void anotherMinorVersionIsRefusedAndThePatchIsNot() throws IOException {
    try (RpcClient client = RpcClient.local(server(), allocator, "test.v1", "2.1.0")) {
      assertThatThrownBy(() -> call(client, "twice", 1))
          .hasMessageContaining("protocol_version mismatch")
          .hasMessageContaining("2.1.0")
          .hasMessageContaining("server is too old");
    }
    try (RpcClient client = RpcClient.local(server(), allocator, "other", "2.0.0")) {
      assertThatThrownBy(() -> call(client, "twice", 1))
          .isInstanceOfSatisfying(
              RpcError.class,
              error ->
                  assertThat(error.metadata().text("vgi_rpc.error_kind"))
                      .isEqualTo("protocol_not_supported"));
    }
  }

  @Test
  void logsArriveBeforeTheAnswer() throws IOException {
    try (RpcClient client = client()) {
      assertThat(call(client, "talk", 5)).isEqualTo(5);
      assertThat(client.logs()).hasSize(1);
      assertThat(client.logs().get(0).text("vgi_rpc.log_message")).isEqualTo("hello \"you\"");
      assertThat(client.logs().get(0).text("vgi_rpc.log_extra")).isEqualTo("{\"k\":\"v\"}");
    }
  }

  @Test
  void producersEndFailAndAreCancelled() throws IOException {
    try (RpcClient client = client();
        WireBatch two = number(2);
        WireBatch nine = number(9)) {
      try (ClientStream stream = client.open("count", two, true)) {
        assertThat(value(stream.header())).isEqualTo(2);
        assertNext(stream, 0);
        assertNext(stream, 1);
        assertThat(stream.tick()).isNull();
      }
      try (ClientStream stream = client.open("count", nine, true)) {
        assertNext(stream, 0);
        assertNext(stream, 1);
        assertNext(stream, 2);
        assertThatThrownBy(stream::tick).hasMessage("ValueError: three is too many");
      }
      try (ClientStream stream = client.open("count", nine, true)) {
        assertNext(stream, 0);
        stream.cancel();
      }
      assertThat(call(client, "twice", 3)).isEqualTo(6);
      assertThat(cancelled).hasValue(1);
      assertThat(closed).hasValue(3);
    }
  }

  @Test
  void exchangesAnswerEachBatch() throws IOException {
    try (RpcClient client = client();
        WireBatch ten = number(10)) {
      try (ClientStream stream = client.open("add", ten, false)) {
        for (int i = 0; i < 5; i++) {
          try (WireBatch in = number(i);
              WireBatch out = stream.exchange(in)) {
            assertThat(value(out)).isEqualTo(10 + i);
          }
        }
      }
      assertThat(call(client, "twice", 3)).isEqualTo(6);
    }
  }

  private static void assertNext(ClientStream stream, long expected) throws IOException {
    try (WireBatch batch = stream.tick()) {
      assertThat(value(batch)).isEqualTo(expected);
    }
  }
}
