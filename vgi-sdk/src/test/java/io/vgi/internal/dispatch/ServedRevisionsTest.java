package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.Service;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker tells of the revisions that it serves. */
class ServedRevisionsTest {
  private final BufferAllocator memory = new RootAllocator();

  @AfterEach
  void closeWithoutLeaks() {
    memory.close();
  }

  private RpcServer server(List<String> revisions, String announced) {
    RpcServer.Builder server = RpcServer.builder(memory);
    Catalog catalog = Catalog.named("c").build();
    for (Service service :
        VgiService.of(
            List.of(catalog), revisions, announced, StateStore.memory(), new LiveSessions())) {
      server.service(service);
    }
    return server.build();
  }

  /** Protocols with their versions and hashes, as reflection lists them. */
  private List<String> listed(List<String> revisions, String announced) throws Exception {
    List<String> told = new ArrayList<>();
    try (RpcServer server = server(revisions, announced);
        RpcClient client = RpcClient.local(server, memory, "vgi_rpc.Reflection.v1", "1.0.0");
        WireBatch nothing = WireBatch.of(WireSchema.EMPTY, List.of(), 0);
        WireBatch answer = client.call("list_protocols", nothing)) {
      byte[] result = WireRecord.read("answer", answer).needBytes("result");
      List<Map<String, Object>> protocols =
          WireRecord.read("ProtocolList", result, memory).list("protocols");
      for (Map<String, Object> one : protocols) {
        String hash = String.valueOf(one.get("protocol_hash"));
        told.add(
            one.get("protocol") + " " + one.get("protocol_version") + " " + hash.substring(0, 8));
      }
    }
    return told.subList(0, told.size() - 1);
  }

  @Test
  void reflectionTellsTheNewestOfEachName() throws Exception {
    assertThat(listed(VgiService.REVISIONS, null))
        .satisfiesExactly(
            second -> assertThat(second).startsWith("vgi.v2 2.2.0 "),
            third -> assertThat(third).isEqualTo("vgi.v3 3.0.0 50e94041"));
    assertThat(listed(List.of("2.0", "1.2"), null))
        .satisfiesExactly(one -> assertThat(one).startsWith("vgi.v2 2.0.0 "));
    assertThat(listed(List.of("3.0"), null)).containsExactly("vgi.v3 3.0.0 50e94041");
    assertThat(listed(VgiService.REVISIONS, "99.0.0"))
        .satisfiesExactly(one -> assertThat(one).startsWith("vgi.v2 99.0.0 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.0", "1.4.0", "1.5.0", "2.99.0", "99.0.0"})
  void whatNobodySpeaksIsRefusedWithWhatIsServed(String version) throws Exception {
    try (RpcServer server = server(VgiService.REVISIONS, null);
        RpcClient client = RpcClient.local(server, memory, "vgi.v2", version);
        WireBatch nothing = WireBatch.of(WireSchema.EMPTY, List.of(), 0)) {
      assertThatThrownBy(() -> client.call("catalog_catalogs", nothing))
          .hasMessageContaining("protocol_version mismatch for protocol 'vgi.v2'")
          .hasMessageContaining("Client: " + version)
          .hasMessageContaining("Server: 2.2.0, 2.1.0, 2.0.0, 1.3.0, 1.2.0, 1.0.0");
    }
  }

  @Test
  void aNewerThirdIsRefusedByTheThird() throws Exception {
    try (RpcServer server = server(VgiService.REVISIONS, null);
        RpcClient client = RpcClient.local(server, memory, "vgi.v3", "3.99.0");
        WireBatch nothing = WireBatch.of(WireSchema.EMPTY, List.of(), 0)) {
      assertThatThrownBy(() -> client.call("catalog_catalogs", nothing))
          .hasMessageContaining("protocol_version mismatch for protocol 'vgi.v3'")
          .hasMessageContaining("Server: 3.0.0");
    }
  }
}
