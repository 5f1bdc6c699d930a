package io.vgi.internal.install;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogSource;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.internal.wire.Dialect;
import io.vgi.internal.wire.MethodShape;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.client.RpcError;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.state.StateStore;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * What an engine's first query asks of a worker, asked within the worker's own process, so that the
 * classes it needs are there when the JVM writes its archive. Of the worker's own code this runs
 * what a listing asks of catalogs that are declared; live catalogs stay closed, its functions are
 * not called, and its state store is not used.
 */
public final class Rehearsal {
  /** The system property that has a worker rehearse instead of serve. */
  public static final String PROPERTY = "vgi.rehearsal";

  private static final Dialect DIALECT = Dialect.load("2.0");
  private static final String OWN = "vgi_rehearsal";
  private static final String ATTACH = "attach_opaque_data";
  private static final String TRANSACTION = "transaction_opaque_data";
  private static final int ROUNDS = 2;

  /** What a start needs that is a little faster or slower than the rehearsal. */
  private static final List<String> PERHAPS =
      List.of(
          "org.slf4j.helpers.SubstituteLogger",
          "org.slf4j.event.EventRecordingLogger",
          "io.vgi.internal.value.JavaValues");

  private final BufferAllocator memory;
  private final RpcClient client;

  private Rehearsal(BufferAllocator memory, RpcClient client) {
    this.memory = memory;
    this.client = client;
  }

  /**
   * Rehearses with {@code served} and a catalog of its own.
   *
   * @param make the worker's server, of the catalogs and the store that it is given
   * @throws IOException when a connection breaks, which no archive is worth looking into
   */
  public static void run(
      List<CatalogSource> served,
      BufferAllocator memory,
      BiFunction<List<CatalogSource>, StateStore, RpcServer> make)
      throws IOException {
    for (String name : PERHAPS) {
      try {
        Class.forName(name);
      } catch (ClassNotFoundException other) {
        WorkerLog.debug("Another SLF4J has no " + other.getMessage());
      }
    }
    List<CatalogSource> all = new ArrayList<>(served);
    all.add(catalog());
    Path folder = Files.createTempDirectory("vgi");
    Path socket = folder.resolve("s");
    try (StateStore store = StateStore.file(folder.resolve("state"));
        RpcServer server = make.apply(all, store)) {
      overPipes(server, memory, all);
      try (Listener listener = server.unix(socket, SocketOptions.DEFAULT);
          SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(socket));
        converse(over(channel, channel, memory), memory, all);
        WorkerLog.debug("Rehearsed at " + listener.address());
      }
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(folder);
  }

  private static void overPipes(RpcServer server, BufferAllocator memory, List<CatalogSource> all)
      throws IOException {
    Pipe requests = Pipe.open();
    Pipe answers = Pipe.open();
    Thread serving =
        new Thread(
            () -> {
              try (Pipe.SourceChannel in = requests.source();
                  Pipe.SinkChannel out = answers.sink()) {
                server.serve(in, out);
              } catch (IOException broken) {
                WorkerLog.debug("The rehearsal broke: " + broken.getMessage());
              }
            },
            "vgi-rehearsal");
    serving.setDaemon(true);
    serving.start();
    try (Pipe.SourceChannel in = answers.source();
        Pipe.SinkChannel out = requests.sink()) {
      converse(RpcClient.over(in, out, memory, DIALECT.protocol(), DIALECT.version()), memory, all);
    }
    try {
      serving.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static RpcClient over(SocketChannel in, SocketChannel out, BufferAllocator memory) {
    return RpcClient.over(in, out, memory, DIALECT.protocol(), DIALECT.version());
  }

  private static void converse(RpcClient client, BufferAllocator memory, List<CatalogSource> all)
      throws IOException {
    try (client) {
      Rehearsal rehearsal = new Rehearsal(memory, client);
      for (CatalogSource source : all) {
        if (source instanceof Catalog catalog) {
          try {
            rehearsal.attach(catalog);
          } catch (RpcError refused) { // such as one that wants options of ATTACH
            WorkerLog.debug("'" + catalog.name() + "' refuses: " + refused.getMessage());
          }
        }
      }
    }
  }

  /** A catalog with functions that may be called. */
  private static Catalog catalog() {
    return Catalog.named(OWN)
        .transactions()
        .function(ScalarFunction.longs("plus", Math::addExact))
        .function(ScalarFunction.of("text", Long.class, String.class, String::valueOf))
        .function(TableFunction.rows("rows", Row.class, scan -> Stream.of(new Row(1, "a"))))
        .build();
  }

  /** A row of its table function. */
  private record Row(long number, String text) {}

  private void attach(Catalog catalog) throws IOException {
    byte[] capabilities =
        encode(
            WireRecord.named("ClientCapabilities")
                .set("engine", "duckdb")
                .set("native_formats", List.of("parquet", "csv", "json"))
                .set("catalogs", List.of("duckdb"))
                .set("can_stream", false)
                .set("filter_encodings", List.of("vgi.filters.v2")));
    byte[] attached =
        ask(
                "catalog_attach",
                WireRecord.named("CatalogAttachRequest")
                    .set("name", catalog.name())
                    .set("client_capabilities", capabilities))
            .needBytes(ATTACH);
    byte[] transaction = null;
    // a catalog may begin transactions with code of its own
    if (catalog.hasTransactions() && catalog.transactions() == null) {
      transaction = ask("catalog_transaction_begin", call(attached, null)).bytes(TRANSACTION);
    }
    ask("catalog_copy_from_formats", call(attached, transaction));
    list(attached, transaction);
    if (catalog.name().equals(OWN)) {
      for (int round = 0; round < ROUNDS; round++) {
        stream(attached, transaction, "plus", "SCALAR", 2);
        stream(attached, transaction, "text", "SCALAR", 1);
        stream(attached, transaction, "rows", "TABLE", 0);
      }
    }
    if (transaction != null) {
      tell("catalog_transaction_commit", call(attached, transaction));
    }
  }

  private static WireRecord call(byte[] attached, byte @Nullable [] transaction) {
    return named("params", attached, transaction);
  }

  private static WireRecord named(String record, byte[] attached, byte @Nullable [] transaction) {
    return WireRecord.named(record).set(ATTACH, attached).set(TRANSACTION, transaction);
  }

  private void list(byte[] attached, byte @Nullable [] transaction) throws IOException {
    List<byte[]> schemas = ask("catalog_schemas", call(attached, transaction)).list("items");
    for (byte[] bytes : schemas == null ? List.<byte[]>of() : schemas) {
      List<String> path = WireRecord.read("schema", bytes, memory).list("path");
      for (String type : List.of("SCALAR_FUNCTION", "AGGREGATE_FUNCTION", "TABLE_FUNCTION")) {
        WireRecord of = call(attached, transaction).set("path", path).set("type", type);
        ask("catalog_schema_contents_functions", of);
      }
      ask("catalog_schema_contents_tables", call(attached, transaction).set("path", path));
    }
  }

  /** Binds a function of the own catalog and reads its stream. */
  private void stream(
      byte[] attached, byte @Nullable [] transaction, String name, String type, int columns)
      throws IOException {
    List<Field> fields = new ArrayList<>();
    List<FieldVector> vectors = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      Field field = Field.nullable("col_" + i, new ArrowType.Int(64, true));
      BigIntVector vector = new BigIntVector(field, memory);
      vector.setSafe(0, i);
      vector.setValueCount(1);
      fields.add(field);
      vectors.add(vector);
    }
    WireSchema schema = WireSchema.of(fields);
    try (WireBatch input = WireBatch.of(schema, vectors, 1)) {
      WireRecord bind =
          named("BindRequest", attached, transaction)
              .set("function_name", name)
              .set("function_type", type)
              .set("arguments", noArguments())
              .set("input_schema", columns == 0 ? null : IpcBytes.ofSchema(schema))
              .set("resolved_secrets_provided", false)
              .set("schema_path", List.of(Catalog.MAIN));
      WireRecord bound = ask("bind", bind);
      WireRecord init =
          WireRecord.named("InitRequest")
              .set("bind_call", encode(bind))
              .set("output_schema", bound.needBytes("output_schema"))
              .set("bind_opaque_data", bound.bytes("opaque_data"));
      try (WireBatch params = params(DIALECT.method("init"), init);
          ClientStream stream = client.open("init", params, true)) {
        turns(stream, columns == 0 ? null : input);
      }
    }
  }

  /** One turn with {@code input}, or all turns of a stream without. */
  private static void turns(ClientStream stream, @Nullable WireBatch input) throws IOException {
    if (input != null) {
      turn(stream, input);
      return;
    }
    try (WireBatch tick = WireBatch.ofRows(0, Metadata.EMPTY)) {
      boolean more = true;
      while (more) {
        more = turn(stream, tick);
      }
    }
  }

  private static boolean turn(ClientStream stream, WireBatch input) throws IOException {
    try (WireBatch answer = stream.exchange(input)) {
      return answer != null;
    }
  }

  private byte[] noArguments() {
    Field args = new Field("args", FieldType.nullable(new ArrowType.Struct()), List.of());
    try (StructVector row = (StructVector) args.createVector(memory)) {
      row.allocateNew();
      row.setValueCount(1);
      return IpcBytes.ofBatch(WireBatch.of(WireSchema.of(args), List.of(row), 1), memory);
    }
  }

  private byte[] encode(WireRecord record) {
    return record.toBytes(DIALECT.record(record.name()), memory);
  }

  private WireBatch params(MethodShape shape, WireRecord request) {
    WireRecord params =
        shape.requestRecord() == null
            ? request
            : WireRecord.named("params").set("request", encode(request));
    return params.toBatch(shape.params(), memory);
  }

  private WireRecord ask(String method, WireRecord request) throws IOException {
    try (WireBatch params = params(DIALECT.method(method), request);
        WireBatch answer = client.call(method, params)) {
      byte[] result = WireRecord.read(method, answer).needBytes("result");
      return WireRecord.read(method, result, memory);
    }
  }

  private void tell(String method, WireRecord request) throws IOException {
    try (WireBatch params = params(DIALECT.method(method), request);
        WireBatch answer = client.call(method, params)) {
      WorkerLog.debug("Rehearsed " + method + ", " + answer.rows() + " rows");
    }
  }
}
