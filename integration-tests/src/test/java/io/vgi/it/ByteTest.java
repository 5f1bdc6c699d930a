package io.vgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.internal.wire.Dialect;
import io.vgi.internal.wire.MethodShape;
import io.vgi.internal.wire.ReferenceSpelling;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.type.SqlType;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bytes of the wire: answers have the published shapes, an engine's requests are understood.
 */
class ByteTest {
  private static final Map<String, List<String>> PUBLISHED = new HashMap<>();
  private static final Dialect DIALECT = Dialect.load("2.0");

  @TempDir private Path folder;

  @BeforeAll
  static void readPublishedShapes() throws IOException {
    String text =
        new String(resource("/io/vgi/internal/wire/records-2.0.txt"), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      if (!line.startsWith("#") && !line.startsWith("enum|")) {
        int bar = line.indexOf('|');
        PUBLISHED
            .computeIfAbsent(line.substring(0, bar), each -> new ArrayList<>())
            .add(line.substring(bar + 1));
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ByteTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static void assertPublished(WireSchema schema, String record) {
    List<String> fields = new ArrayList<>();
    for (Field field : schema.fields()) {
      fields.add(
          field.getName()
              + "|"
              + ReferenceSpelling.of(field)
              + "|"
              + (field.isNullable() ? "nullable" : "not null"));
    }
    assertThat(fields).as(record).isNotEmpty().isEqualTo(PUBLISHED.get(record));
  }

  /** A process's input buffers, which is no use in a conversation. */
  private static final class Flushing extends FilterOutputStream {
    Flushing(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      out.flush();
    }
  }

  /** A client of a worker process that checks the shape of every answer. */
  private static final class Caller implements AutoCloseable {
    private final BufferAllocator allocator = new RootAllocator();
    private final Process process;
    private final RpcClient client;
    private byte[] attached = new byte[0];

    Caller(List<String> command) throws IOException {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      client =
          RpcClient.over(
              Channels.newChannel(process.getInputStream()),
              Channels.newChannel(new Flushing(process.getOutputStream())),
              allocator,
              "vgi.v2",
              "2.0.0");
    }

    private WireBatch params(MethodShape shape, Map<String, Object> values) {
      WireRecord record = WireRecord.named(shape.name());
      values.forEach(record::set);
      if (shape.params().indexOf("attach_opaque_data") >= 0) {
        record.set("attach_opaque_data", attached);
      }
      if (shape.requestRecord() == null) {
        return record.toBatch(shape.params(), allocator);
      }
      WireSchema request = DIALECT.record(shape.requestRecord());
      if (request.indexOf("attach_opaque_data") >= 0) {
        record.set("attach_opaque_data", attached);
      }
      return WireRecord.named("request")
          .set("request", record.toBytes(request, allocator))
          .toBatch(shape.params(), allocator);
    }

    /** Calls a method whose answer is {@code record}. */
    WireRecord call(String method, String record, Map<String, Object> values) throws IOException {
      try (WireBatch params = params(DIALECT.method(method), values);
          WireBatch answer = client.call(method, params)) {
        assertThat(ReferenceSpelling.of(answer.schema().field(0))).as(method).isEqualTo("binary");
        assertThat(answer.schema().size()).as(method).isEqualTo(1);
        assertThat(answer.schema().field(0).getName()).as(method).isEqualTo("result");
        assertThat(answer.schema().field(0))
            .as(method)
            .isEqualTo(DIALECT.method(method).result().field(0));
        byte[] bytes = WireRecord.read(method, answer).needBytes("result");
        return read(bytes, record);
      }
    }

    private WireRecord read(byte[] bytes, String record) {
      try (WireBatch batch = IpcBytes.readBatch(bytes, allocator)) {
        assertThat(batch).as(record).isNotNull();
        assertPublished(batch.schema(), record);
        return WireRecord.read(record, batch);
      }
    }

    /** Calls a method that lists {@code item} records. */
    List<WireRecord> list(String method, String record, String item, Map<String, Object> values)
        throws IOException {
      List<WireRecord> items = new ArrayList<>();
      for (Object bytes : call(method, record, values).<Object>list("items")) {
        items.add(read((byte[]) bytes, item));
      }
      return items;
    }

    void attach(String name) throws IOException {
      attached =
          call("catalog_attach", "CatalogAttachResult", Map.of("name", name))
              .needBytes("attach_opaque_data");
    }

    byte[] bindCall(String function, String type, byte[] input, byte[] arguments) {
      WireRecord record =
          WireRecord.named("BindRequest")
              .set("function_name", function)
              .set("arguments", arguments)
              .set("function_type", type)
              .set("input_schema", input)
              .set("attach_opaque_data", attached)
              .set("resolved_secrets_provided", false)
              .set("schema_path", List.of("main"));
      return record.toBytes(DIALECT.record("BindRequest"), allocator);
    }

    byte[] arguments(Long... values) {
      List<Field> fields = new ArrayList<>();
      Map<String, Object> members = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        fields.add(SqlType.BIGINT.field("positional_" + i));
        members.put("positional_" + i, values[i]);
      }
      Field struct = new Field("args", FieldType.nullable(ArrowType.Struct.INSTANCE), fields);
      return WireRecord.named("arguments")
          .set("args", values.length == 0 ? null : members)
          .toBytes(WireSchema.of(struct), allocator);
    }

    /** Binds and opens a stream, and checks its header. */
    ClientStream open(byte[] bindCall) throws IOException {
      WireRecord bound;
      try (WireBatch params = unary(bindCall);
          WireBatch answer = client.call("bind", params)) {
        bound = read(WireRecord.read("bind", answer).needBytes("result"), "BindResponse");
      }
      MethodShape init = DIALECT.method("init");
      try (WireBatch params =
          params(
              init,
              Map.of("bind_call", bindCall, "output_schema", bound.needBytes("output_schema")))) {
        ClientStream stream = client.open("init", params, true);
        assertPublished(Objects.requireNonNull(stream.header()).schema(), "GlobalInitResponse");
        return stream;
      }
    }

    private WireBatch unary(byte[] request) {
      return WireRecord.named("request")
          .set("request", request)
          .toBatch(DIALECT.method("bind").params(), allocator);
    }

    @Override
    public void close() throws IOException {
      client.close();
      process.getOutputStream().close();
      try {
        assertThat(process.waitFor()).isZero();
      } catch (InterruptedException e) {
        throw new IOException(e);
      } finally {
        process.destroyForcibly();
        allocator.close();
      }
    }
  }

  private static String java() {
    return Probe.java(Path.of(System.getProperty("java.home"))).toString();
  }

  private static List<String> probe() {
    return List.of(java(), "-cp", Probe.classPath(), ProbeWorker.class.getName());
  }

  private static void checkCatalog(Caller caller, String name) throws IOException {
    assertThat(caller.list("catalog_catalogs", "CatalogsResponse", "CatalogInfo", Map.of()))
        .anyMatch(item -> item.needText("name").equals(name));
    caller.attach(name);
    caller.call("catalog_copy_from_formats", "CopyFromFormatsResponse", Map.of());
    caller.call("catalog_version", "CatalogVersionResponse", Map.of());
    assertThat(caller.list("catalog_schemas", "SchemasResponse", "SchemaInfo", Map.of()))
        .isNotEmpty();
    Map<String, Object> main = Map.of("path", List.of("main"));
    caller.list("catalog_schema_get", "SchemasResponse", "SchemaInfo", main);
    caller.list("catalog_schema_contents_tables", "TablesResponse", "TableInfo", main);
    caller.list("catalog_schema_contents_views", "ViewsResponse", "ViewInfo", main);
    for (String type : List.of("SCALAR_FUNCTION", "TABLE_FUNCTION", "AGGREGATE_FUNCTION")) {
      List<WireRecord> functions =
          caller.list(
              "catalog_schema_contents_functions",
              "FunctionsResponse",
              "FunctionInfo",
              Map.of("path", List.of("main"), "type", type));
      assertThat(functions.isEmpty() && type.equals("SCALAR_FUNCTION")).isFalse();
    }
    for (String method :
        List.of("catalog_table_get:TablesResponse", "catalog_view_get:ViewsResponse")) {
      int colon = method.indexOf(':');
      assertThat(
              caller.list(
                  method.substring(0, colon),
                  method.substring(colon + 1),
                  "nothing",
                  Map.of("schema_path", List.of("main"), "name", "no such thing")))
          .isEmpty();
    }
  }

  @Test
  void theJarAnswersInPublishedShapes() throws Exception {
    try (Caller caller = new Caller(List.of(java(), "-jar", WorkerJar.jar().toString()))) {
      checkCatalog(caller, "example");
      byte[] input = IpcBytes.ofSchema(WireSchema.of(SqlType.VARCHAR.field("col_0")));
      byte[] bindCall = caller.bindCall("upper_case", "SCALAR", input, caller.arguments());
      try (ClientStream stream = caller.open(bindCall)) {
        WireSchema schema = WireSchema.of(SqlType.VARCHAR.field("col_0"));
        try (WireBatch rows =
                WireRecord.named("rows").set("col_0", "duck").toBatch(schema, caller.allocator);
            WireBatch answer = stream.exchange(rows)) {
          assertThat(WireRecord.read("answer", Objects.requireNonNull(answer)).text("result"))
              .isEqualTo("DUCK");
        }
      }
    }
  }

  @Test
  void theProbeAnswersInPublishedShapes() throws Exception {
    try (Caller caller = new Caller(probe())) {
      checkCatalog(caller, "probe");
      Map<String, Object> table = Map.of("schema_path", List.of("main"), "name", "thousand");
      assertThat(caller.list("catalog_table_get", "TablesResponse", "TableInfo", table)).hasSize(1);
      caller.call("catalog_table_scan_function_get", "ScanFunctionResult", table);
      byte[] bindCall = caller.bindCall("numbers", "TABLE", null, caller.arguments(10L));
      byte[] output =
          IpcBytes.ofSchema(
              WireSchema.of(
                  SqlType.BIGINT.field("n"),
                  SqlType.BIGINT.field("square"),
                  SqlType.VARCHAR.field("wanted")));
      Map<String, Object> scan = Map.of("bind_call", bindCall, "bind_output_schema", output);
      assertThat(
              caller
                  .call("table_function_cardinality", "TableCardinality", scan)
                  .number("estimate"))
          .isEqualTo(10);
      assertThat(caller.call("table_function_plan", "PlanResponse", scan).<Object>list("splits"))
          .hasSize(1);
      try (ClientStream stream = caller.open(bindCall)) {
        try (WireBatch rows = stream.tick()) {
          assertThat(Objects.requireNonNull(rows).rows()).isEqualTo(10);
        }
        assertThat(stream.tick()).isNull();
      }
    }
  }

  /**
   * Sessions of DuckDB's extension with this worker; the second joins where another process was.
   */
  @ParameterizedTest
  @CsvSource({"engine-session-1.bin.gz, 30, 13528", "engine-session-2.bin.gz, 10, 210"})
  void aRecordedEngineIsUnderstood(String session, int streams, long rows) throws Exception {
    byte[] recorded;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(resource(session)))) {
      recorded = in.readAllBytes();
    }
    try (WorkerProcess worker = new WorkerProcess(folder, probe())) {
      worker.input().write(recorded);
      // what is not answered when the input ends, as it does with an engine, need not be
      Answers answers = answers(worker.output());
      for (int i = 0; i < 600 && answers.streams < streams; i++) {
        Thread.sleep(100);
        answers = answers(worker.output());
      }
      assertThat(worker.end()).isZero();
      assertThat(answers(worker.output())).isEqualTo(new Answers(streams, rows));
    }
  }

  private record Answers(int streams, long rows) {}

  /** The streams that {@code output} holds whole, and their rows. */
  private static Answers answers(byte[] output) throws IOException {
    ByteSource source = ByteSource.of(output);
    int streams = 0;
    long rows = 0;
    try (BufferAllocator allocator = new RootAllocator()) {
      StreamReader answer;
      while ((answer = StreamReader.open(source, allocator, IpcLimits.DEFAULT)) != null) {
        try (StreamReader read = answer) {
          rows += rows(read);
        }
        streams++;
      }
    } catch (IOException cut) {
      // more may come
    }
    return new Answers(streams, rows);
  }

  private static long rows(StreamReader answer) throws IOException {
    long rows = 0;
    while (true) {
      try (WireBatch batch = answer.next()) {
        if (batch == null) {
          return rows;
        }
        assertThat(batch.metadata().text("vgi_rpc.log_level"))
            .as(() -> batch.metadata().text("vgi_rpc.log_message"))
            .isNull();
        rows += batch.rows();
      }
    }
  }
}
