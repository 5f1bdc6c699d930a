package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.auth.Authenticator;
import io.vgi.internal.wire.Dialect;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Principal;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.wire.MetadataKeys;
import io.vgi.state.StateStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine keeps of an attach serves nobody but the caller who attached. */
class AttachSealTest {
  private static final Dialect DIALECT = Dialect.load("2.0");
  private static final byte[] KEY = "a key of sixteen bytes".getBytes(StandardCharsets.US_ASCII);
  private static final String ATTACH_DATA = "attach_opaque_data";
  private static final String TRANSACTION_DATA = "transaction_opaque_data";

  private final BufferAllocator memory = new RootAllocator();
  private final HttpClient client = HttpClient.newHttpClient();
  private Listener guarded;
  private Listener replica;
  private Listener open;

  @BeforeEach
  void start() throws Exception {
    guarded = listener(true);
    replica = listener(true);
    open = listener(false);
  }

  @AfterEach
  void stop() {
    guarded.close();
    replica.close();
    open.close();
    memory.close();
  }

  private Listener listener(boolean guard) throws Exception {
    Catalog shop = Catalog.named("shop").transactions().version(7).build();
    RpcServer server =
        RpcServer.builder(memory)
            .service(
                VgiService.of(
                        java.util.List.of(shop),
                        java.util.List.of("2.0"),
                        null,
                        StateStore.memory(),
                        new LiveSessions())
                    .get(0))
            .build();
    HttpOptions.Builder options = HttpOptions.builder().tokenKey(KEY);
    if (guard) {
      options.authenticator(
          Authenticator.bearer(
              Map.of(
                  "alices", new Principal("bearer", "alice", Map.of()),
                  "bobs", new Principal("bearer", "bob", Map.of()))));
    }
    return HttpServer.start(server, options.build());
  }

  @Test
  void anotherCallerCannotUseIt() throws Exception {
    byte[] alice = attach(guarded, "alices");
    assertThat(version(guarded, "alices", alice)).isEqualTo("7");
    assertThat(version(replica, "alices", alice)).isEqualTo("7");
    assertThat(version(guarded, "bobs", alice)).contains("attach_opaque_data not recognized");
    assertThat(version(guarded, "bobs", attach(guarded, "bobs"))).isEqualTo("7");
    // once more, now that the worker remembers the attach
    assertThat(version(guarded, "alices", alice)).isEqualTo("7");
    assertThat(version(guarded, "bobs", alice)).contains("attach_opaque_data not recognized");
  }

  @Test
  void noBitOfItCanBeChanged() throws Exception {
    byte[] alice = attach(guarded, "alices");
    for (int bit = 0; bit < alice.length * 8; bit += 13) {
      byte[] changed = alice.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThat(version(guarded, "alices", changed)).contains("attach_opaque_data not recognized");
    }
  }

  @Test
  void whatAnOpenServerGaveIsNotTakenByAGuardedOne() throws Exception {
    byte[] plain = attach(open, null);
    assertThat(version(open, null, plain)).isEqualTo("7");
    assertThat(new String(plain, StandardCharsets.ISO_8859_1)).contains("shop");
    assertThat(version(guarded, "alices", plain)).contains("attach_opaque_data not recognized");
    byte[] sealed = attach(guarded, "alices");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("shop");
    assertThat(version(open, null, sealed)).contains("attach_opaque_data not recognized");
  }

  @Test
  void endingAnothersTransactionDoesNothingAndSucceeds() throws Exception {
    byte[] alice = attach(guarded, "alices");
    WireRecord begun =
        WireRecord.read(
            "TransactionBeginResponse",
            result(
                call(
                    guarded,
                    "alices",
                    "catalog_transaction_begin",
                    WireRecord.named("request").set(ATTACH_DATA, alice))),
            memory);
    byte[] transaction = begun.needBytes(TRANSACTION_DATA);
    assertThat(transaction.length).isGreaterThan(16);
    HttpResponse<byte[]> ended =
        call(
            guarded,
            "bobs",
            "catalog_transaction_rollback",
            WireRecord.named("request")
                .set(ATTACH_DATA, attach(guarded, "bobs"))
                .set(TRANSACTION_DATA, transaction));
    assertThat(ended.statusCode()).isEqualTo(200);
    assertThat(ended.headers().firstValue("X-VGI-RPC-Error")).isEmpty();
  }

  private byte[] attach(Listener at, String token) throws Exception {
    WireRecord request = WireRecord.named("CatalogAttachRequest").set("name", "shop");
    byte[] record = request.toBytes(DIALECT.record("CatalogAttachRequest"), memory);
    HttpResponse<byte[]> response =
        call(at, token, "catalog_attach", WireRecord.named("request").set("request", record));
    return WireRecord.read("CatalogAttachResult", result(response), memory).needBytes(ATTACH_DATA);
  }

  /** The version of the attached catalog, or the sentence why there is none. */
  private String version(Listener at, String token, byte[] attach) throws Exception {
    HttpResponse<byte[]> response =
        call(at, token, "catalog_version", WireRecord.named("request").set(ATTACH_DATA, attach));
    try (WireBatch batch = IpcBytes.readBatch(response.body(), memory)) {
      String error = batch.metadata().text(MetadataKeys.LOG_MESSAGE);
      if (error != null) {
        return error;
      }
    }
    WireRecord answer = WireRecord.read("CatalogVersionResponse", result(response), memory);
    return Long.toString(answer.needNumber("version"));
  }

  private byte[] result(HttpResponse<byte[]> response) {
    try (WireBatch batch = IpcBytes.readBatch(response.body(), memory)) {
      return WireRecord.read("answer", batch).needBytes("result");
    }
  }

  private HttpResponse<byte[]> call(Listener at, String token, String method, WireRecord params)
      throws Exception {
    WireSchema schema = DIALECT.method(method).params();
    Metadata metadata =
        Metadata.builder()
            .put(MetadataKeys.METHOD, method)
            .put(MetadataKeys.REQUEST_VERSION, "1")
            .put(MetadataKeys.PROTOCOL, DIALECT.protocol())
            .put(MetadataKeys.PROTOCOL_VERSION, DIALECT.version())
            .build();
    byte[] body;
    try (WireBatch batch = params.toBatch(schema, memory)) {
      body = IpcBytes.ofBatch(batch.withMetadata(metadata), memory);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(at.address() + "/" + DIALECT.protocol() + "/" + method))
            .header("Content-Type", "application/vnd.apache.arrow.stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
