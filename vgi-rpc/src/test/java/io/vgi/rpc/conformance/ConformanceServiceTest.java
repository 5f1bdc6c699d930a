package io.vgi.rpc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Peer;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.Seal;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.dispatch.Caller;
import io.vgi.rpc.internal.dispatch.ServerCallContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConformanceServiceTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final Service service = Conformance.services().get(0);

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void recordsComeBackAsTheyWere() throws IOException {
    WireRecord rich = Records.richHeader(42);
    byte[] sent = rich.toBytes(Records.ALL_TYPES, allocator);
    WireSchema params = service.newest().method("echo_all_types").params();
    try (RpcClient client = client();
        WireBatch request =
            WireRecord.named("params").set("data", sent).toBatch(params, allocator);
        WireBatch answer = client.call("echo_all_types", request)) {
      assertThat(WireRecord.read("answer", answer).needBytes("result")).isEqualTo(sent);
    }
  }

  @Test
  void inputOfAnotherTypeIsScaled() throws IOException {
    WireSchema ints = Fields.schema(Fields.typed("value", new ArrowType.Int(32, true)));
    try (RpcClient client = client();
        WireBatch request = params("exchange_with_header", "factor", 2.5);
        ClientStream stream = client.open("exchange_with_header", request, true);
        WireBatch input = WireRecord.named("row").set("value", 4).toBatch(ints, allocator);
        WireBatch answer = stream.exchange(input)) {
      assertThat(WireRecord.read("row", answer).real("value")).isEqualTo(10.0);
    }
  }

  @Test
  void streamsGoOnFromTheirPlace() throws Exception {
    Method.Streaming counting = streaming("produce_n");
    List<Long> values = new ArrayList<>();
    byte[] place = null;
    boolean more = true;
    try (WireBatch params = params("produce_n", "count", 3)) {
      while (more) {
        try (ServerStream stream = at(counting, params, place)) {
          WireBatch batch = ((ServerStream.Producer) stream).produce(Metadata.EMPTY);
          more = batch != null;
          if (more) {
            values.add(WireRecord.read("row", batch).needNumber("value"));
          }
          place = stream.checkpoint();
        }
      }
    }
    assertThat(values).containsExactly(0L, 10L, 20L);
  }

  @Test
  void sumsGoOnFromTheirPlace() throws Exception {
    Method.Streaming summing = streaming("exchange_accumulate");
    List<Double> sums = new ArrayList<>();
    byte[] place = null;
    for (double value : new double[] {1.5, 2, -4}) {
      try (WireBatch params = WireBatch.ofRows(1, Metadata.EMPTY);
          WireBatch input =
              WireRecord.named("row")
                  .set("value", value)
                  .toBatch(ExchangeMethods.VALUE, allocator);
          ServerStream stream = at(summing, params, place)) {
        WireBatch answer = ((ServerStream.Exchange) stream).exchange(input);
        sums.add(WireRecord.read("row", answer).real("running_sum"));
        place = stream.checkpoint();
      }
    }
    assertThat(sums).isEqualTo(Arrays.asList(1.5, 3.5, -0.5));
  }

  private ServerStream at(Method.Streaming method, WireBatch params, byte[] place)
      throws Exception {
    CallContext call =
        new ServerCallContext(
            service.protocol(),
            method.name(),
            service.newest(),
            Metadata.EMPTY,
            "request",
            Caller.anonymous(Peer.LOCAL),
            Seal.NONE,
            Long.MAX_VALUE,
            allocator);
    return place == null
        ? method.handler().open(call, params)
        : method.handler().resume(call, params, null, place);
  }

  private Method.Streaming streaming(String name) {
    return (Method.Streaming) service.newest().method(name);
  }

  private WireBatch params(String method, String name, Object value) {
    WireSchema schema = service.newest().method(method).params();
    return WireRecord.named("params").set(name, value).toBatch(schema, allocator);
  }

  private RpcClient client() throws IOException {
    RpcServer server = RpcServer.builder(allocator).service(service).build();
    return RpcClient.local(server, allocator, Conformance.PROTOCOL, Conformance.VERSION);
  }
}
