package io.vgi.internal.dispatch;

import io.vgi.catalog.CatalogSource;
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
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.wire.MetadataKeys;
import io.vgi.state.StateStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A worker over HTTP, with the callers {@code alice}, who may come as an admin, and {@code bob}
 * when it is guarded.
 */
final class GuardedWorker implements AutoCloseable {
  private static final Dialect DIALECT = Dialect.load("2.0");
  private static final byte[] KEY = "a key of sixteen bytes".getBytes(StandardCharsets.US_ASCII);

  private final BufferAllocator memory = new RootAllocator();
  private final HttpClient client = HttpClient.newHttpClient();
  private final boolean guarded;
  private final Listener listener;

  GuardedWorker(boolean guarded, StateStore store, CatalogSource catalog) throws Exception {
    this.guarded = guarded;
    RpcServer server =
        RpcServer.builder(memory)
            .service(
                VgiService.of(List.of(catalog), List.of("2.0"), null, store, new LiveSessions())
                    .get(0))
            .build();
    HttpOptions.Builder options = HttpOptions.builder().tokenKey(KEY);
    if (guarded) {
      options.authenticator(
          Authenticator.bearer(
              Map.of(
                  "alice", new Principal("bearer", "alice", Map.of()),
                  "bob", new Principal("bearer", "bob", Map.of()),
                  "alice-as-admin", new Principal("bearer", "alice", Map.of("role", "admin")))));
    }
    this.listener = HttpServer.start(server, options.build());
  }

  BufferAllocator memory() {
    return memory;
  }

  /** {@code record} as bytes. */
  byte[] encode(String name, WireRecord record) {
    return record.toBytes(DIALECT.record(name), memory);
  }

  /** A bind call of a function, to be nested in others. */
  byte[] bindCall(String function, String type, byte[] arguments, byte[] input) {
    return encode("BindRequest", bindRequest(function, type, arguments, input));
  }

  WireRecord bindRequest(String function, String type, byte[] arguments, byte[] input) {
    return WireRecord.named("BindRequest")
        .set("function_name", function)
        .set("function_type", type)
        .set("arguments", arguments)
        .set("input_schema", input)
        .set("resolved_secrets_provided", true);
  }

  /** Calls a method without a result. */
  void tell(String caller, String method, WireRecord request) throws Exception {
    try (WireBatch batch = IpcBytes.readBatch(send(caller, method, method, request), memory)) {
      if (batch != null) {
        refuse(batch);
      }
    }
  }

  /** Attaches the catalog; what the engine keeps of that. */
  byte[] attach(String caller) throws Exception {
    return call(
            caller,
            "catalog_attach",
            "CatalogAttachResult",
            WireRecord.named("r").set("name", "shop"))
        .needBytes("attach_opaque_data");
  }

  /** Calls a method whose parameters are one record. */
  WireRecord call(String caller, String method, String answer, WireRecord request)
      throws Exception {
    byte[] body = send(caller, method, method, request);
    try (WireBatch batch = IpcBytes.readBatch(body, memory)) {
      refuse(batch);
      return WireRecord.read(answer, WireRecord.read("x", batch).needBytes("result"), memory);
    }
  }

  /** What a stream answered, and the tokens that its next turn must bring, if there is one. */
  record Opened(WireRecord header, List<Long> numbers, Metadata tokens) {
    boolean hasMore() {
      return tokens.has(MetadataKeys.STREAM_STATE);
    }
  }

  /** Opens a stream; the numbers in the first column of its first turn's batches. */
  Opened open(String caller, WireRecord request) throws Exception {
    byte[] body = send(caller, "init/init", "init", request);
    ByteSource source = ByteSource.of(body);
    WireRecord header;
    try (StreamReader first = StreamReader.open(source, memory, IpcLimits.DEFAULT);
        WireBatch batch = first.next()) {
      refuse(batch);
      header = WireRecord.read("GlobalInitResponse", batch);
      first.drain();
    }
    return read(source, header, Metadata.EMPTY);
  }

  /** Has one more turn; {@code batch} is the input, or null for a tick. */
  Opened turn(String caller, Opened last, byte[] batch) throws Exception {
    return turn(caller, last, batch, false);
  }

  /** Gives a stream up. */
  void cancel(String caller, Opened last) throws Exception {
    turn(caller, last, null, true);
  }

  private Opened turn(String caller, Opened last, byte[] batch, boolean cancel) throws Exception {
    byte[] body;
    try (WireBatch input =
        batch == null
            ? WireBatch.of(WireSchema.EMPTY, List.of(), 0)
            : IpcBytes.readBatch(batch, memory)) {
      Metadata.Builder metadata = metadata("init");
      for (String key : List.of(MetadataKeys.STREAM_STATE, MetadataKeys.CALL_STATE)) {
        metadata.put(key, String.valueOf(last.tokens().text(key)));
      }
      if (cancel) {
        metadata.put(MetadataKeys.CANCEL, "1");
      }
      body = IpcBytes.ofBatch(input.withMetadata(metadata.build()), memory);
    }
    return read(ByteSource.of(post(caller, "init/exchange", body)), last.header(), last.tokens());
  }

  private Opened read(ByteSource source, WireRecord header, Metadata before) throws IOException {
    List<Long> numbers = new ArrayList<>();
    Metadata.Builder tokens = Metadata.builder();
    String call = before.text(MetadataKeys.CALL_STATE);
    try (StreamReader rows = StreamReader.open(source, memory, IpcLimits.DEFAULT)) {
      for (WireBatch batch = next(rows); batch != null; batch = next(rows)) {
        for (int i = 0; i < batch.rows(); i++) {
          numbers.add(((Number) batch.column(0).getObject(i)).longValue());
        }
        String state = batch.metadata().text(MetadataKeys.STREAM_STATE);
        if (state != null) {
          tokens.put(MetadataKeys.STREAM_STATE, state);
        }
        String minted = batch.metadata().text(MetadataKeys.CALL_STATE);
        call = minted == null ? call : minted;
        batch.close();
      }
    }
    if (call != null) {
      tokens.put(MetadataKeys.CALL_STATE, call);
    }
    return new Opened(header, numbers, tokens.build());
  }

  private static WireBatch next(StreamReader rows) throws IOException {
    WireBatch batch = rows.next();
    if (batch != null && batch.metadata().text(MetadataKeys.LOG_MESSAGE) != null) {
      try (batch) {
        refuse(batch);
      }
    }
    return batch;
  }

  private static void refuse(WireBatch batch) {
    String error = batch.metadata().text(MetadataKeys.LOG_MESSAGE);
    if (error != null) {
      throw new IllegalStateException(error);
    }
  }

  private byte[] send(String caller, String path, String method, WireRecord request)
      throws Exception {
    WireSchema schema = DIALECT.method(method).params();
    String record = DIALECT.method(method).requestRecord();
    WireRecord params =
        record == null ? request : WireRecord.named("p").set("request", encode(record, request));
    byte[] body;
    try (WireBatch batch = params.toBatch(schema, memory)) {
      body = IpcBytes.ofBatch(batch.withMetadata(metadata(method).build()), memory);
    }
    return post(caller, path, body);
  }

  private static Metadata.Builder metadata(String method) {
    return Metadata.builder()
        .put(MetadataKeys.METHOD, method)
        .put(MetadataKeys.REQUEST_VERSION, "1")
        .put(MetadataKeys.PROTOCOL, DIALECT.protocol())
        .put(MetadataKeys.PROTOCOL_VERSION, DIALECT.version());
  }

  private byte[] post(String caller, String path, byte[] body) throws Exception {
    HttpRequest.Builder http =
        HttpRequest.newBuilder(
                URI.create(listener.address() + "/" + DIALECT.protocol() + "/" + path))
            .header("Content-Type", "application/vnd.apache.arrow.stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (guarded) {
      http.header("Authorization", "Bearer " + caller);
    }
    return client.send(http.build(), HttpResponse.BodyHandlers.ofByteArray()).body();
  }

  @Override
  public void close() {
    listener.close();
    memory.close();
  }
}
