package io.vgi.it;

import io.vgi.internal.wire.Dialect;
import io.vgi.internal.wire.MethodShape;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.internal.codec.RecordFormat;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** A client of one revision, at a socket file or over HTTP. One thread. */
final class RevisionClient implements AutoCloseable {
  private static final ArrowType LONG = new ArrowType.Int(64, true);

  private final Dialect dialect;
  private final String location;
  private final BufferAllocator memory = new RootAllocator();
  private final @Nullable HttpClient http;
  private final @Nullable SocketChannel socket;
  private final @Nullable RpcClient client;

  /**
   * Connects.
   *
   * @param location {@code unix://…} or {@code http://…}
   */
  RevisionClient(String revision, String location) throws IOException {
    this.dialect = Dialect.load(revision);
    this.location = location;
    if (location.startsWith("unix://")) {
      socket = SocketChannel.open(StandardProtocolFamily.UNIX);
      socket.connect(UnixDomainSocketAddress.of(Path.of(location.substring("unix://".length()))));
      client = RpcClient.over(socket, socket, memory, dialect.protocol(), dialect.version());
      http = null;
    } else {
      http = HttpClient.newHttpClient();
      socket = null;
      client = null;
    }
  }

  Dialect dialect() {
    return dialect;
  }

  /** Whether this is of the revisions before protocols had names. */
  private boolean isOld() {
    return dialect.id().startsWith("1");
  }

  /** {@code stream} as a record that has exactly the fields of {@code name} in this revision. */
  WireRecord exact(String name, byte[] stream) {
    List<String> wanted = new ArrayList<>();
    for (Field field : dialect.record(name).fields()) {
      wanted.add(field.getName() + (field.isNullable() ? "" : " !"));
    }
    List<String> given = new ArrayList<>();
    for (Field field : IpcBytes.readSchema(stream, memory).fields()) {
      given.add(field.getName() + (field.isNullable() ? "" : " !"));
    }
    if (!given.equals(wanted)) {
      throw new AssertionError(
          dialect.id() + " wants of " + name + " " + wanted + " and is given " + given);
    }
    return WireRecord.read(name, stream, memory);
  }

  List<WireRecord> items(WireRecord answer, String name) {
    List<byte[]> streams = answer.list("items");
    List<WireRecord> items = new ArrayList<>();
    for (byte[] stream : streams == null ? List.<byte[]>of() : streams) {
      items.add(exact(name, stream));
    }
    return items;
  }

  byte[] encode(String name, WireRecord record) {
    return record.toBytes(dialect.record(name), memory);
  }

  /** Fields under the names of this revision; those that it has not are left out. */
  static WireRecord in(String schema) {
    return WireRecord.named("request")
        .set("schema_path", List.of(schema))
        .set("schema_name", schema)
        .set("path", List.of(schema));
  }

  WireRecord call(String method, WireRecord request) throws Exception {
    MethodShape shape = dialect.method(method);
    try (WireBatch params = params(shape, request);
        WireBatch answer = client == null ? post(method, params) : client.call(method, params)) {
      byte[] result = WireRecord.read("answer", answer).needBytes("result");
      return shape.resultRecord() == null
          ? WireRecord.named("result").set("result", result)
          : exact(shape.resultRecord(), result);
    }
  }

  private WireBatch params(MethodShape shape, WireRecord request) {
    String record = shape.requestRecord();
    WireRecord params =
        record == null
            ? request
            : WireRecord.named("params").set("request", encode(record, request));
    return params.toBatch(shape.params(), memory);
  }

  byte[] attach(String catalog) throws Exception {
    WireRecord request =
        WireRecord.named("request").set("name", catalog).set("options", new byte[0]);
    return call("catalog_attach", request).needBytes("attach_opaque_data");
  }

  /** The numbers that {@code function}, called with {@code constants}, gives. */
  List<Long> scan(byte @Nullable [] attach, String function, Long... constants) throws Exception {
    WireRecord bind = bind(attach, function, "TABLE", List.of(constants), null);
    return stream(bind, call("bind", bind), null);
  }

  /**
   * The numbers of a table, by calls that name no attach, as the Polars client makes them; those
   * before 2.0, which no Polars client makes, name it.
   */
  List<Long> scanTable(byte[] attach, String table) throws Exception {
    WireRecord named = in("main").set("attach_opaque_data", attach).set("name", table);
    byte[] answer = call("catalog_table_scan_function_get", named).needBytes("result");
    WireRecord scan = exact("ScanFunctionResult", answer);
    List<Field> members = new ArrayList<>();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    try (WireBatch given = IpcBytes.readBatch(scan.needBytes("arguments"), memory)) {
      WireRecord row = given == null ? named : WireRecord.read("arguments", given);
      for (Field field : given == null ? List.<Field>of() : given.schema().fields()) {
        boolean byPosition = field.getName().startsWith("arg_");
        String name =
            byPosition
                ? "positional_" + field.getName().substring("arg_".length())
                : "named_" + field.getName();
        members.add(Field.nullable(name, field.getType()));
        values.put(name, row.values().get(field.getName()));
      }
    }
    WireRecord bind =
        bind(
            isOld() ? attach : null,
            scan.needText("function_name"),
            "TABLE",
            members,
            values,
            null);
    return stream(bind, call("bind", bind), null);
  }

  /**
   * What the scalar {@code function} makes of {@code input}.
   *
   * @param constants what else it is given, by position
   */
  List<Long> scalar(
      byte @Nullable [] attach, String function, List<Long> input, @Nullable Long... constants)
      throws Exception {
    byte[] schema = IpcBytes.ofSchema(WireSchema.of(Field.nullable("x", LONG)));
    WireRecord bind = bind(attach, function, "SCALAR", Arrays.asList(constants), schema);
    return stream(bind, call("bind", bind), input);
  }

  private WireRecord bind(
      byte @Nullable [] attach,
      String function,
      String type,
      List<@Nullable Long> constants,
      byte @Nullable [] input) {
    List<Field> members = new ArrayList<>();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Long constant : constants) {
      String name = "positional_" + members.size();
      members.add(Field.nullable(name, LONG));
      values.put(name, constant);
    }
    return bind(attach, function, type, members, values, input);
  }

  private WireRecord bind(
      byte @Nullable [] attach,
      String function,
      String type,
      List<Field> members,
      Map<String, @Nullable Object> values,
      byte @Nullable [] input) {
    Field args = new Field("args", FieldType.nullable(new ArrowType.Struct()), members);
    byte[] arguments =
        WireRecord.named("arguments")
            .set("args", values.isEmpty() ? null : values)
            .toBytes(WireSchema.of(args), memory);
    return in("main")
        .set("function_name", function)
        .set("function_type", type)
        .set("arguments", arguments)
        .set("input_schema", input == null ? new byte[0] : input)
        .set("settings", new byte[0])
        .set("secrets", new byte[0])
        .set("attach_opaque_data", attach)
        .set("resolved_secrets_provided", true);
  }

  private List<Long> stream(WireRecord bind, WireRecord bound, @Nullable List<Long> input)
      throws Exception {
    WireRecord init =
        WireRecord.named("init")
            .set("bind_call", encode("BindRequest", bind))
            .set("output_schema", bound.needBytes("output_schema"))
            .set("bind_opaque_data", bound.bytes("opaque_data"))
            .set("pushdown_filters", new byte[0])
            .set("join_keys", List.of())
            .set("init_opaque_data", new byte[0])
            .set("phase", input == null || isOld() ? null : "INPUT");
    try (WireBatch params = params(dialect.method("init"), init)) {
      return client == null ? overHttp(params, input) : overSocket(client, params, input);
    }
  }

  private WireBatch input(@Nullable List<Long> numbers) {
    if (numbers == null) {
      return WireBatch.ofRows(0, Metadata.EMPTY);
    }
    List<WireRecord> rows = new ArrayList<>();
    for (Long number : numbers) {
      rows.add(WireRecord.named("row").set("x", number));
    }
    return WireRecord.toBatch(
        rows, RecordFormat.of(WireSchema.of(Field.nullable("x", LONG))), memory);
  }

  private List<Long> overSocket(RpcClient rpc, WireBatch params, @Nullable List<Long> input)
      throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (ClientStream stream = rpc.open("init", params, true);
        WireBatch given = input(input)) {
      for (WireBatch batch = stream.exchange(given);
          batch != null;
          batch = input == null ? stream.exchange(given) : null) {
        read(batch, numbers);
      }
    }
    return numbers;
  }

  private static void read(WireBatch batch, List<Long> numbers) {
    try (batch) {
      for (int i = 0; i < batch.rows(); i++) {
        numbers.add(((Number) batch.column(0).getObject(i)).longValue());
      }
    }
  }

  private List<Long> overHttp(WireBatch params, @Nullable List<Long> input) throws Exception {
    List<Long> numbers = new ArrayList<>();
    ByteSource opened = ByteSource.of(send("init/init", "init", params, Metadata.EMPTY));
    try (StreamReader header = StreamReader.open(opened, memory, IpcLimits.DEFAULT)) {
      try (WireBatch row = next(header)) {
        if (row == null) {
          throw new AssertionError("no header");
        }
      }
      header.drain();
    }
    Metadata tokens = turn(opened, numbers, Metadata.EMPTY);
    boolean sent = false;
    while (tokens.has(MetadataKeys.STREAM_STATE) && !sent) {
      try (WireBatch given = input(input)) {
        byte[] answer = send("init/exchange", "init", given, tokens);
        tokens = turn(ByteSource.of(answer), numbers, tokens);
      }
      sent = input != null;
    }
    return numbers;
  }

  /** Reads the rows of a turn; the tokens that the next one brings back. */
  private Metadata turn(ByteSource source, List<Long> numbers, Metadata before) throws IOException {
    Metadata.Builder tokens = Metadata.builder();
    String call = before.text(MetadataKeys.CALL_STATE);
    try (StreamReader rows = StreamReader.open(source, memory, IpcLimits.DEFAULT)) {
      for (WireBatch batch = next(rows); batch != null; batch = next(rows)) {
        String state = batch.metadata().text(MetadataKeys.STREAM_STATE);
        if (state != null) {
          tokens.put(MetadataKeys.STREAM_STATE, state);
        }
        String minted = batch.metadata().text(MetadataKeys.CALL_STATE);
        call = minted == null ? call : minted;
        read(batch, numbers);
      }
    }
    // the engines of 1.0 and 1.2 know the place alone
    if (call != null && !isOld()) {
      tokens.put(MetadataKeys.CALL_STATE, call);
    }
    return tokens.build();
  }

  private WireBatch post(String method, WireBatch params) throws Exception {
    byte[] answer = send(method, method, params, Metadata.EMPTY);
    try (StreamReader reader =
        StreamReader.open(ByteSource.of(answer), memory, IpcLimits.DEFAULT)) {
      WireBatch batch = next(reader);
      if (batch == null) {
        throw new AssertionError("Method '" + method + "' gave no answer");
      }
      return batch;
    }
  }

  private static @Nullable WireBatch next(StreamReader reader) throws IOException {
    WireBatch batch = reader.next();
    String error = batch == null ? null : batch.metadata().text(MetadataKeys.LOG_MESSAGE);
    if (batch != null && error != null) {
      batch.close();
      throw new IllegalStateException(error);
    }
    return batch;
  }

  private byte[] send(String path, String method, WireBatch batch, Metadata tokens)
      throws Exception {
    Metadata.Builder metadata =
        tokens.toBuilder()
            .put(MetadataKeys.METHOD, method)
            .put(MetadataKeys.REQUEST_VERSION, "1")
            .put(MetadataKeys.PROTOCOL_VERSION, dialect.version());
    if (!isOld()) {
      metadata.put(MetadataKeys.PROTOCOL, dialect.protocol());
    }
    byte[] body = IpcBytes.ofBatch(batch.withMetadata(metadata.build()), memory);
    String route = isOld() ? "/" + path : "/" + dialect.protocol() + "/" + path;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(location + route))
            .header("Content-Type", "application/vnd.apache.arrow.stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return Objects.requireNonNull(http)
        .send(request, HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
    }
    memory.close();
  }
}
