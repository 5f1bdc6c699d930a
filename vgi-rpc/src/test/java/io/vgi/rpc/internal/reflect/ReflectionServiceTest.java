package io.vgi.rpc.internal.reflect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.client.RpcError;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reflection protocol over a connection inside this process. */
class ReflectionServiceTest {
  private static final WireSchema NUMBER =
      WireSchema.of(Field.notNullable("n", new ArrowType.Int(64, true)));

  private final BufferAllocator allocator = new RootAllocator();
  private final AtomicInteger lookUps = new AtomicInteger();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private final class Fixed implements Revision {
    private final String version;
    private final Map<String, Method> methods = new TreeMap<>((a, b) -> b.compareTo(a));

    Fixed(String version, Method... methods) {
      this.version = version;
      for (Method method : methods) {
        this.methods.put(method.name(), method);
      }
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public Collection<String> methodNames() {
      lookUps.incrementAndGet();
      return methods.keySet();
    }

    @Override
    public Method method(String name) {
      lookUps.incrementAndGet();
      return methods.get(name);
    }
  }

  private static VgiException notCalled() {
    return VgiException.internal("reflection must not call methods", null);
  }

  private RpcClient client() {
    Method nothing =
        new Method.Unary(
            "nothing",
            WireSchema.EMPTY,
            null,
            (call, in) -> {
              throw notCalled();
            });
    Method twice =
        new Method.Unary(
            "twice",
            NUMBER,
            NUMBER,
            (call, in) -> {
              throw notCalled();
            });
    Method count =
        new Method.Streaming(
            "count",
            NUMBER,
            NUMBER,
            (call, in) -> {
              throw notCalled();
            });
    Method repeat = new Method.Streaming("repeat", NUMBER, null, new Repeating());
    RpcServer server =
        RpcServer.builder(allocator)
            .version("1.2-test")
            .service(
                Service.of(
                    "test.v2",
                    List.of(new Fixed("2.1.0", twice, nothing, count, repeat), new Fixed("2.0.0"))))
            .service(Service.of("open.v1", List.of(new Fixed("", twice))))
            .build();
    assertThat(lookUps).hasValue(0);
    return RpcClient.local(server, allocator, ReflectionService.PROTOCOL, "99.0.0");
  }

  private WireRecord listProtocols(RpcClient client) throws IOException {
    try (WireBatch params = WireBatch.ofRows(1, Metadata.EMPTY);
        WireBatch answer = client.call("list_protocols", params)) {
      return nested("ProtocolList", answer, ReflectionRecords.PROTOCOL_LIST);
    }
  }

  private WireRecord describe(RpcClient client, String protocol) throws IOException {
    try (WireBatch params =
            WireRecord.named("describe")
                .set("protocol", protocol)
                .toBatch(ReflectionRecords.DESCRIBE_PARAMS, allocator);
        WireBatch answer = client.call("describe", params)) {
      return nested("ServiceDescription", answer, ReflectionRecords.SERVICE_DESCRIPTION);
    }
  }

  private WireRecord nested(String name, WireBatch answer, WireSchema schema) {
    assertThat(answer.schema()).isEqualTo(ReflectionRecords.RESULT);
    byte[] stream = WireRecord.read("result", answer).needBytes("result");
    assertThat(IpcBytes.readSchema(stream, allocator)).isEqualTo(schema);
    return WireRecord.read(name, stream, allocator);
  }

  @Test
  void listsTheHostedProtocolsInOrderAndItself() throws IOException {
    try (RpcClient client = client()) {
      WireRecord list = listProtocols(client);
      assertThat(list.needText("server_id")).hasSize(12);
      assertThat(list.needText("server_version")).isEqualTo("1.2-test");
      assertThat(list.needText("request_version")).isEqualTo("1");
      List<Map<String, Object>> protocols = list.list("protocols");
      assertThat(protocols)
          .extracting(protocol -> protocol.get("protocol"))
          .containsExactly("test.v2", "open.v1", "vgi_rpc.Reflection.v1");
      assertThat(protocols)
          .extracting(protocol -> protocol.get("protocol_version"))
          .containsExactly("2.1.0", "", "");
      assertThat(protocols.get(2))
          .containsEntry(
              "protocol_hash", "3c7db4cae8cdfc93dc4a76e73b8b759e18e45e6a5811adba4e520366344b919a")
          .containsEntry("deprecated", false)
          .containsEntry("deprecation_message", "")
          .containsEntry("features", List.of());
    }
  }

  @Test
  void describesTheNewestRevisionSortedByName() throws IOException {
    try (RpcClient client = client()) {
      WireRecord described = describe(client, "test.v2");
      assertThat(described.needText("protocol")).isEqualTo("test.v2");
      assertThat(described.needText("protocol_version")).isEqualTo("2.1.0");
      assertThat(described.needText("protocol_hash")).hasSize(64);
      List<Map<String, Object>> methods = described.list("methods");
      assertThat(methods)
          .extracting(method -> method.get("name"))
          .containsExactly("count", "nothing", "repeat", "twice");

      assertThat(methods.get(0))
          .containsEntry("method_type", "stream")
          .containsEntry("has_return", false)
          .containsEntry("has_header", true)
          .containsEntry("stream_kind", "unknown")
          .containsEntry("result_schema_ipc", new byte[0])
          .containsEntry("idempotency", "unknown");
      assertThat(schema(methods.get(0), "header_schema_ipc")).isEqualTo(NUMBER);
      assertThat(methods.get(1))
          .containsEntry("method_type", "unary")
          .containsEntry("has_return", false)
          .containsEntry("stream_kind", "")
          .containsEntry("result_schema_ipc", new byte[0])
          .containsEntry("header_schema_ipc", new byte[0]);
      assertThat((byte[]) methods.get(1).get("params_schema_ipc")).isNotEmpty();
      assertThat(schema(methods.get(1), "params_schema_ipc")).isEqualTo(WireSchema.EMPTY);
      assertThat(methods.get(2)).containsEntry("stream_kind", "exchange");
      assertThat(methods.get(3)).containsEntry("has_return", true);
      assertThat(schema(methods.get(3), "params_schema_ipc")).isEqualTo(NUMBER);
      assertThat(schema(methods.get(3), "result_schema_ipc")).isEqualTo(NUMBER);
    }
  }

  @Test
  void describesItself() throws IOException {
    try (RpcClient client = client()) {
      List<Map<String, Object>> methods =
          describe(client, ReflectionService.PROTOCOL).list("methods");
      assertThat(methods)
          .extracting(method -> method.get("name"))
          .containsExactly("describe", "list_protocols");
      assertThat(schema(methods.get(0), "params_schema_ipc"))
          .isEqualTo(ReflectionRecords.DESCRIBE_PARAMS);
    }
  }

  @Test
  void unknownProtocolsAreNotFound() throws IOException {
    try (RpcClient client = client()) {
      assertThatThrownBy(() -> describe(client, "nobody.v1"))
          .isInstanceOf(RpcError.class)
          .hasMessage(
              "LookupError: Protocol 'nobody.v1' is not hosted here; "
                  + "hosted: test.v2, open.v1, vgi_rpc.Reflection.v1");
      assertThat(listProtocols(client).has("protocols")).isTrue();
    }
  }

  private WireSchema schema(Map<String, Object> method, String column) {
    return IpcBytes.readSchema((byte[]) method.get(column), allocator);
  }

  private static final class Repeating implements StreamHandler {
    @Override
    public Kind kind() {
      return Kind.EXCHANGE;
    }

    @Override
    public ServerStream open(CallContext context, WireBatch params) {
      throw notCalled();
    }
  }
}
