package io.vgi.testing;

import io.vgi.catalog.CatalogSource;
import io.vgi.internal.dispatch.LiveSessions;
import io.vgi.internal.dispatch.VgiService;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Principal;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.Service;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.wire.MetadataKeys;
import io.vgi.state.StateStore;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** An attached catalog, as the engine keeps it. */
final class Session implements AutoCloseable {
  private final RootAllocator memory = new RootAllocator();
  private final RootAllocator worker = new RootAllocator();
  private final List<String> leaks = new ArrayList<>();
  private final List<LogMessage> logs = new ArrayList<>();
  private final RpcServer server;
  private final List<LiveSessions> open = new ArrayList<>();
  private final WireRecord attached;
  private final List<ListedFunction> functions = new ArrayList<>();
  private final List<String> schemas = new ArrayList<>();

  /**
   * How a session is begun.
   *
   * @param catalog what is attached
   * @param options values of ATTACH options by name
   * @param dataVersion the version of the data asked for, or null
   * @param principal who calls
   * @param processes how many processes the worker has
   * @param resumed whether streams are brought back from their state for every turn
   * @param seed of everything that is random
   */
  record Options(
      CatalogSource catalog,
      Map<String, @Nullable Object> options,
      @Nullable String dataVersion,
      Principal principal,
      int processes,
      boolean resumed,
      long seed) {}

  Session(Options with, StateStore store) {
    List<Service> processes = new ArrayList<>();
    for (int i = 0; i < with.processes(); i++) {
      LiveSessions sessions = new LiveSessions();
      open.add(sessions);
      processes.add(
          VgiService.of(
                  List.of(with.catalog()), List.of(Connection.DIALECT.id()), null, store, sessions)
              .get(0));
    }
    Random random = new Random(with.seed());
    List<ReplicaSeal> seals = with.resumed() ? ReplicaSeal.of(with.processes()) : List.of();
    ProcessGroup group = new ProcessGroup(processes, with.principal(), seals, random);
    this.server = RpcServer.builder(worker).service(group.service()).build();
    try (Connection connection = connect("ATTACH")) {
      this.attached = connection.call("catalog_attach", attach(connection, with));
    }
    list(null);
  }

  private WireRecord attach(Connection connection, Options with) {
    Map<String, SqlType> declared = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    WireRecord catalogs = connection.call("catalog_catalogs", WireRecord.named("none"));
    for (WireRecord catalog : items(catalogs, "items")) {
      for (WireRecord option : items(catalog, "attach_option_specs")) {
        declared.put(option.needText("name"), type(option));
      }
    }
    List<Field> fields = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    with.options()
        .forEach(
            (name, value) -> {
              SqlType type = declared.get(name);
              if (type == null) {
                throw QueryException.ofEngine(
                    "Unknown ATTACH option '" + name + "', accepted are " + declared.keySet());
              }
              fields.add(type.field(name));
              values.add(value);
            });
    WireRecord capabilities =
        WireRecord.named("ClientCapabilities")
            .set("engine", "duckdb")
            .set("native_formats", List.of("parquet", "csv", "json"))
            .set("catalogs", List.of())
            .set("can_stream", false)
            .set("filter_encodings", List.of("vgi.filters.v2"));
    return WireRecord.named("CatalogAttachRequest")
        .set("name", with.catalog().name())
        .set("options", Values.row("ATTACH", fields, values, memory))
        .set("data_version_spec", with.dataVersion())
        .set("client_capabilities", connection.encode(capabilities));
  }

  /** Reads the schemas and functions of the catalog, as {@code transaction} sees them. */
  void list(byte @Nullable [] transaction) {
    schemas.clear();
    functions.clear();
    try (Connection connection = connect("ATTACH")) {
      list(connection, transaction);
    }
  }

  private void list(Connection connection, byte @Nullable [] transaction) {
    WireRecord asked =
        WireRecord.named("p").set(ATTACH, attach()).set(LocalWorker.TRANSACTION, transaction);
    WireRecord all = connection.call("catalog_schemas", asked);
    for (WireRecord schema : items(all, "items")) {
      List<String> path = schema.list("path");
      schemas.add(String.join(".", path == null ? List.of() : path));
      for (String type : List.of("SCALAR_FUNCTION", "AGGREGATE_FUNCTION", "TABLE_FUNCTION")) {
        WireRecord request = asked.set("path", path).set("type", type);
        WireRecord listed = connection.call("catalog_schema_contents_functions", request);
        for (WireRecord function : items(listed, "items")) {
          functions.add(ListedFunction.of(function, memory));
        }
      }
    }
  }

  static final String ATTACH = "attach_opaque_data";

  List<WireRecord> items(WireRecord record, String field) {
    List<byte[]> items = record.list(field);
    List<WireRecord> records = new ArrayList<>();
    for (byte[] item : items == null ? List.<byte[]>of() : items) {
      records.add(WireRecord.read(field, item, memory));
    }
    return records;
  }

  /** The type that a record has as a schema of one field. */
  private SqlType type(WireRecord spec) {
    return SqlType.of(IpcBytes.readSchema(spec.needBytes("type"), memory).decoded().field(0));
  }

  boolean hasTransactions() {
    return attached.flag("supports_transactions");
  }

  byte[] attach() {
    return attached.needBytes(ATTACH);
  }

  BufferAllocator memory() {
    return memory;
  }

  List<ListedFunction> functions() {
    return functions;
  }

  /** The names of the functions with their schemas; those of overloads come once. */
  List<String> functionNames() {
    return functions.stream()
        .map(one -> String.join(".", one.path()) + "." + one.name())
        .distinct()
        .toList();
  }

  private String missing(String name, List<String> kinds) {
    for (ListedFunction one : functions) {
      if (isCalled(one, name)) {
        return "'" + name + "' is a function of the kind " + one.kind() + ", called as " + kinds;
      }
    }
    return "The catalog has no function '" + name + "'; it has " + functionNames();
  }

  /**
   * The function of that name and kind which fits the call best.
   *
   * @param kinds what it may be
   * @param columns a value of each column, or null when the call has none
   */
  ListedFunction function(
      String name,
      List<String> kinds,
      List<? extends @Nullable Object> constants,
      @Nullable List<@Nullable Object> columns) {
    ListedFunction best = null;
    int most = -1;
    ListedFunction named = null;
    for (ListedFunction one : functions) {
      if (kinds.contains(one.kind()) && isCalled(one, name)) {
        named = one;
        int fit = one.fit(constants, columns);
        if (fit > most) {
          best = one;
          most = fit;
        }
      }
    }
    if (named == null) {
      throw new IllegalArgumentException(missing(name, kinds));
    } else if (best == null) {
      throw QueryException.ofEngine(
          "No function matches the given name and argument types '"
              + name
              + "("
              + Calls.types(constants, columns)
              + ")'");
    }
    return best;
  }

  private boolean isCalled(ListedFunction function, String name) {
    String schema = String.join(".", function.path());
    return name.equalsIgnoreCase(schema + "." + function.name())
        || (name.equalsIgnoreCase(function.name())
            && (schema.equalsIgnoreCase(defaultSchema()) || isOnly(function)));
  }

  /** Whether no other schema has a function of that name, so that it needs none said. */
  private boolean isOnly(ListedFunction function) {
    return functions.stream()
        .filter(one -> one.name().equalsIgnoreCase(function.name()))
        .allMatch(one -> one.path().equals(function.path()));
  }

  List<String> schemas() {
    return schemas;
  }

  String defaultSchema() {
    return attached.needText("default_schema");
  }

  /** A connection for one use of {@code user}. */
  Connection connect(String user) {
    RpcClient client =
        RpcClient.local(
            server, memory, Connection.DIALECT.protocol(), Connection.DIALECT.version());
    return new Connection(this, client, user);
  }

  /** A declared setting. */
  record Declared(String name, SqlType type, @Nullable Object fallback) {}

  /** The settings of the catalog, by name. */
  Map<String, Declared> settings() {
    Map<String, Declared> settings = new TreeMap<>();
    for (WireRecord spec : items(attached, "settings")) {
      byte[] fallback = spec.bytes("default_value");
      String name = spec.needText("name");
      settings.put(name, new Declared(name, type(spec), fallback == null ? null : value(fallback)));
    }
    return settings;
  }

  private @Nullable Object value(byte[] row) {
    try (WireBatch batch = IpcBytes.readBatch(row, memory)) {
      return batch == null || batch.rows() == 0 ? null : Values.reader(batch, 0).get(0);
    }
  }

  /** The parameters of each kind of secret, by name. */
  Map<String, WireSchema> secretTypes() {
    Map<String, WireSchema> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (WireRecord spec : items(attached, "secret_types")) {
      types.put(
          spec.needText("name"),
          IpcBytes.readSchema(spec.needBytes("parameters_schema"), memory).decoded());
    }
    return types;
  }

  void log(Metadata log) {
    String level = String.valueOf(log.text(MetadataKeys.LOG_LEVEL));
    String text = String.valueOf(log.text(MetadataKeys.LOG_MESSAGE));
    synchronized (logs) {
      logs.add(new LogMessage(LogLevel.valueOf(level), text));
    }
  }

  List<LogMessage> logs() {
    synchronized (logs) {
      return List.copyOf(logs);
    }
  }

  /** Whether a connection failed to end because {@code user} left memory behind. */
  boolean isLeak(String user, IllegalStateException failed) {
    String told = failed.getCause() == null ? "" : String.valueOf(failed.getCause().getMessage());
    if (!told.contains("leaked")) {
      return false;
    }
    synchronized (leaks) {
      leaks.add("'" + user + "': " + told.lines().findFirst().orElse(""));
    }
    return true;
  }

  /**
   * Ends the session.
   *
   * @throws IllegalStateException when not all is given back that functions allocated
   */
  @Override
  public void close() {
    server.close();
    open.forEach(LiveSessions::close);
    long left = worker.getAllocatedMemory();
    if (left > 0 || !leaks.isEmpty()) {
      throw new IllegalStateException(
          "Functions have not closed all that they allocated, "
              + left
              + " bytes are left: "
              + String.join("; ", leaks));
    }
    worker.close();
    memory.close();
  }
}
