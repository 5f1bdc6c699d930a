package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bad request is told the same fault, the first in the protocol's order, on every carrier. */
@Timeout(60)
class SameRefusalsTest {
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final Metadata GOOD = HttpCaller.request("twice");

  private final BufferAllocator memory = new RootAllocator();
  private RpcServer server;
  private Listener listener;

  @BeforeEach
  void listen() throws IOException {
    server = new Counting().server(memory).build();
    listener = HttpServer.start(server, HttpOptions.builder().grace(Duration.ofSeconds(5)).build());
  }

  @AfterEach
  void nothingLeaks() {
    listener.close();
    server.close();
    memory.close();
  }

  @Test
  void theMethodAndTheFraming() throws Exception {
    refused("/count.v1/twice", 400, without(GOOD, MetadataKeys.METHOD), "names no method");
    refused(
        "/count.v1/twice", 400, with(MetadataKeys.METHOD, new byte[] {'t', -1}), "not valid UTF-8");
    refused("/count.v1/twice", 400, without(GOOD, MetadataKeys.REQUEST_VERSION), "VersionError");
    refused(
        "/count.v1/twice", 400, with(MetadataKeys.REQUEST_VERSION, "2\n"), "'2?' is not supported");
    Metadata nothing = Metadata.builder().put(MetadataKeys.PROTOCOL, "other").build();
    refused("/count.v1/twice", 400, nothing, "names no method");
  }

  @Test
  void rowsComeBeforeTheProtocolAndTheVersion() throws Exception {
    for (int rows : new int[] {0, 2}) {
      refused("/count.v1/twice", 400, rows(rows, GOOD), "must have one row");
      Metadata old = with(MetadataKeys.PROTOCOL_VERSION, "1.3.0");
      refused("/count.v1/twice", 400, rows(rows, old), "must have one row");
      refused(
          "/twice", 400, rows(rows, with(MetadataKeys.PROTOCOL, "other.v1")), "must have one row");
      Metadata framing = with(MetadataKeys.REQUEST_VERSION, "0");
      refused("/count.v1/twice", 400, rows(rows, framing), "VersionError");
    }
  }

  @Test
  void reservedNamesAndUnknownOnes() throws Exception {
    for (String name : List.of("__describe__", "__x__")) {
      refused("/" + name, 404, with(MetadataKeys.METHOD, name), "MethodNotImplementedError");
    }
    for (String name : List.of("nothing", "m".repeat(200))) {
      refused(
          "/count.v1/" + name, 404, with(MetadataKeys.METHOD, name), "'count.v1' has no method");
    }
    for (String protocol : List.of("other.v1", "p".repeat(200), "")) {
      refused(
          "/twice",
          404,
          with(MetadataKeys.PROTOCOL, protocol),
          "is not hosted here; hosted: count.v1");
    }
    refused(
        "/twice", 404, with(MetadataKeys.PROTOCOL, new byte[] {-1}), "'<not UTF-8>' is not hosted");
  }

  @Test
  void theVersionComesBeforeTheParameters() throws Exception {
    for (String version : List.of("1.3.0", "99.0.0", "2", "")) {
      Metadata other = with(MetadataKeys.PROTOCOL_VERSION, version);
      refused("/count.v1/twice", 400, other, "protocol_version mismatch");
      refused("/count.v1/twice", 400, tick(other), "protocol_version mismatch");
      Metadata opening = with(other, MetadataKeys.METHOD, "count".getBytes(StandardCharsets.UTF_8));
      refused("/count.v1/count/init", 400, opening, "protocol_version mismatch");
    }
    refused("/count.v1/twice", 400, without(GOOD, MetadataKeys.PROTOCOL_VERSION), "<not declared>");
  }

  @Test
  void theParameters() throws Exception {
    WireSchema[] wrong = {
      WireSchema.of(Field.notNullable("m", LONG)),
      WireSchema.of(Field.nullable("n", LONG)),
      WireSchema.of(Field.notNullable("n", new ArrowType.Int(32, true))),
      WireSchema.of(Field.notNullable("n", LONG), Field.notNullable("o", LONG)),
    };
    for (WireSchema schema : wrong) {
      refused("/count.v1/twice", 400, row(schema, true, GOOD), "it was given");
      Metadata opening = HttpCaller.request("count");
      refused("/count.v1/count/init", 400, row(schema, true, opening), "it was given");
    }
    refused("/count.v1/twice", 400, row(Counting.NUMBER, false, GOOD), "must not be null");
    refused("/count.v1/twice", 400, tick(GOOD), "it was given ([])");
  }

  @Test
  void whatIsNoRequest() throws Exception {
    byte[] good = number(GOOD);
    byte[] empty = IpcBytes.ofSchema(WireSchema.EMPTY);
    byte[] ended = Arrays.copyOf(empty, empty.length + 8);
    Arrays.fill(ended, empty.length, empty.length + 4, (byte) -1);
    refused("/count.v1/twice", 400, ended, "must have one batch");
    refused(
        "/count.v1/twice", 400, Arrays.copyOf(good, good.length - 9), "cannot be read any more");
    refused(
        "/count.v1/twice", 400, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), "");
  }

  private void refused(String path, int status, Metadata metadata, String words) throws Exception {
    refused(path, status, number(metadata), words);
  }

  private void refused(String path, int status, byte[] request, String words) throws Exception {
    Metadata raw = overAConnection(request);
    HttpCaller caller = new HttpCaller(listener, memory);
    HttpResponse<byte[]> response = caller.post(path, request);
    assertThat(response.statusCode()).isEqualTo(status);
    List<Part> parts = caller.parts(response);
    assertThat(parts).hasSize(1);
    Metadata http = parts.get(0).metadata();
    assertThat(raw.text(MetadataKeys.LOG_LEVEL)).isEqualTo(MetadataKeys.EXCEPTION);
    assertThat(raw.text(MetadataKeys.LOG_MESSAGE)).contains(words);
    for (int i = 0; i < raw.size(); i++) {
      String key = raw.key(i);
      assertThat(http.key(i)).isEqualTo(key);
      if (!key.equals(MetadataKeys.REQUEST_ID)) {
        assertThat(http.text(key)).isEqualTo(raw.text(key));
      }
    }
    assertThat(http.size()).isEqualTo(raw.size());
  }

  private Metadata overAConnection(byte[] request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      server.serve(
          Channels.newChannel(new ByteArrayInputStream(request)), Channels.newChannel(answer));
    } catch (IOException broken) {
      assertThat(answer.size()).isPositive();
    }
    List<Metadata> batches = new ArrayList<>();
    ByteSource source = ByteSource.of(answer.toByteArray());
    try (StreamReader reader = StreamReader.open(source, memory, IpcLimits.DEFAULT)) {
      assertThat(reader).isNotNull();
      for (WireBatch next = reader.next(); next != null; next = reader.next()) {
        try (WireBatch batch = next) {
          batches.add(batch.metadata());
        }
      }
    }
    assertThat(batches).hasSize(1);
    return batches.get(0);
  }

  private static Metadata with(String key, String value) {
    return with(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Metadata with(String key, byte[] value) {
    return with(GOOD, key, value);
  }

  private static Metadata with(Metadata metadata, String key, byte[] value) {
    return without(metadata, key).toBuilder().put(key, value).build();
  }

  private static Metadata without(Metadata metadata, String key) {
    Metadata.Builder out = Metadata.builder();
    for (int i = 0; i < metadata.size(); i++) {
      if (!metadata.key(i).equals(key)) {
        out.put(metadata.key(i), metadata.value(i));
      }
    }
    return out.build();
  }

  private byte[] number(Metadata metadata) {
    return rows(1, metadata);
  }

  private byte[] rows(int rows, Metadata metadata) {
    try (WireBatch batch = Counting.numbers(1, rows, memory)) {
      return IpcBytes.ofBatch(batch.withMetadata(metadata), memory);
    }
  }

  private byte[] tick(Metadata metadata) {
    return IpcBytes.ofBatch(WireBatch.ofRows(1, metadata), memory);
  }

  /** One row of {@code schema}, of zeros or of NULL. */
  private byte[] row(WireSchema schema, boolean set, Metadata metadata) {
    List<FieldVector> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      FieldVector column = field.createVector(memory);
      column.allocateNew();
      column.getValidityBuffer().setByte(0, set ? 1 : 0);
      column.setValueCount(1);
      columns.add(column);
    }
    try (WireBatch batch = WireBatch.of(schema, columns, 1, metadata)) {
      return IpcBytes.ofBatch(batch, memory);
    }
  }
}
