package io.vgi.internal.dispatch;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.AggregateFunction;
import io.vgi.function.ScalarFunction;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.dispatch.ServedCatalogs.Served;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the schemas of an attached catalog hold. */
final class SchemaCalls implements UnaryCall {
  private final ServedCatalogs catalogs;
  private final FunctionRecords functions = new FunctionRecords();
  private final TableRecords tables;
  private final ConcurrentHashMap<String, List<byte[]>> listings = new ConcurrentHashMap<>();

  SchemaCalls(ServedCatalogs catalogs, TableRecords tables) {
    this.catalogs = catalogs;
    this.tables = tables;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "catalog_schemas",
        "catalog_schema_get",
        "catalog_schema_contents_functions",
        "catalog_schema_contents_tables",
        "catalog_schema_contents_views",
        "catalog_schema_contents_macros",
        "catalog_schema_contents_indexes",
        "catalog_table_get",
        "catalog_table_scan_function_get",
        "catalog_view_get",
        "catalog_macro_get",
        "catalog_index_get");
  }

  @Override
  public WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    return switch (call.method()) {
      case "catalog_schemas" -> schemas(call, request);
      case "catalog_schema_get" -> schemaGet(call, request);
      case "catalog_schema_contents_functions" -> functions(call, request);
      case "catalog_schema_contents_tables" -> tables(call, request);
      case "catalog_table_get" -> tableGet(call, request);
      case "catalog_table_scan_function_get" -> scanFunction(call, request);
      case "catalog_schema_contents_views", "catalog_view_get" -> items("ViewsResponse", List.of());
      case "catalog_schema_contents_macros", "catalog_macro_get" ->
          items("MacrosResponse", List.of());
      default -> items("IndexesResponse", List.of());
    };
  }

  private static WireRecord items(String response, List<byte[]> items) {
    return WireRecord.named(response).set("items", items);
  }

  private WireRecord schemas(DialectCall call, WireRecord request) {
    Served served = attached(request);
    List<byte[]> items = new ArrayList<>();
    for (Schema schema : served.catalog().schemas()) {
      items.add(call.encode("SchemaInfo", info(schema, request)));
    }
    return items("SchemasResponse", items);
  }

  private WireRecord schemaGet(DialectCall call, WireRecord request) {
    Schema schema = attached(request).schema(path(request, "path"));
    return items(
        "SchemasResponse",
        schema == null ? List.of() : List.of(call.encode("SchemaInfo", info(schema, request))));
  }

  private static WireRecord info(Schema schema, WireRecord request) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("table", (long) schema.tables().size());
    counts.put("view", 0L);
    counts.put("scalar_function", count(schema, "SCALAR_FUNCTION"));
    counts.put("aggregate_function", count(schema, "AGGREGATE_FUNCTION"));
    counts.put("table_function", count(schema, "TABLE_FUNCTION"));
    counts.put("macro", 0L);
    counts.put("index", 0L);
    return WireRecord.named("SchemaInfo")
        .set("comment", schema.comment())
        .set("tags", schema.tags())
        .set("attach_opaque_data", request.needBytes("attach_opaque_data"))
        .set("path", List.of(schema.name()))
        .set("estimated_object_count", counts);
  }

  private WireRecord functions(DialectCall call, WireRecord request) {
    Schema schema = existing(request, "path");
    String type = request.needText("type");
    String catalog = attached(request).catalog().name();
    // a record as the key would build its hash code by invokedynamic, some 40 ms at first use
    String key = call.dialect().id() + '/' + catalog + '/' + schema.name() + '/' + type;
    List<byte[]> items = listings.get(key);
    if (items == null) {
      items = call.encodeAll("FunctionInfo", listing(call, schema, type));
      listings.put(key, items);
    }
    return items("FunctionsResponse", items);
  }

  private List<WireRecord> listing(DialectCall call, Schema schema, String type) {
    List<WireRecord> records = new ArrayList<>();
    for (SqlFunction function : schema.functions()) {
      if (isOf(function, type)) {
        records.add(functions.record(call, FunctionEntry.of(schema.name(), function)));
      }
    }
    return records;
  }

  private static long count(Schema schema, String type) {
    long count = 0;
    for (SqlFunction function : schema.functions()) {
      count += isOf(function, type) ? 1 : 0;
    }
    return count;
  }

  private static boolean isOf(SqlFunction function, String type) {
    return switch (type) {
      case "SCALAR_FUNCTION" -> function instanceof ScalarFunction;
      case "AGGREGATE_FUNCTION" -> function instanceof AggregateFunction;
      case "TABLE_FUNCTION" ->
          !(function instanceof ScalarFunction) && !(function instanceof AggregateFunction);
      default ->
          throw VgiException.invalidArgument(
              "catalog_schema_contents_functions: type '" + type + "' is not a kind of function");
    };
  }

  private WireRecord tables(DialectCall call, WireRecord request) throws Exception {
    Schema schema = existing(request, "path");
    List<byte[]> items = new ArrayList<>();
    for (Table table : schema.tables()) {
      items.add(call.encode("TableInfo", tables.record(call, schema, table)));
    }
    return items("TablesResponse", items);
  }

  private WireRecord tableGet(DialectCall call, WireRecord request) throws Exception {
    Schema schema = attached(request).schema(path(request, "schema_path"));
    Table table = schema == null ? null : find(schema, request.needText("name"));
    if (schema == null || table == null) {
      return items("TablesResponse", List.of());
    }
    return items(
        "TablesResponse", List.of(call.encode("TableInfo", tables.record(call, schema, table))));
  }

  private WireRecord scanFunction(DialectCall call, WireRecord request) {
    Schema schema = existing(request, "schema_path");
    String name = request.needText("name");
    Table table = find(schema, name);
    if (table == null) {
      throw VgiException.notFound("Schema '" + schema.name() + "' has no table '" + name + "'");
    }
    return tables.scanFunction(call, schema, table);
  }

  private static @Nullable Table find(Schema schema, String name) {
    for (Table table : schema.tables()) {
      if (table.name().equalsIgnoreCase(name)) {
        return table;
      }
    }
    return null;
  }

  private Schema existing(WireRecord request, String field) {
    String path = path(request, field);
    Schema schema = attached(request).schema(path);
    if (schema == null) {
      throw VgiException.notFound("There is no schema '" + path + "'");
    }
    return schema;
  }

  private Served attached(WireRecord request) {
    return catalogs.attached(request.bytes("attach_opaque_data"));
  }

  private static String path(WireRecord request, String field) {
    List<String> path = request.list(field);
    return path == null ? "" : String.join(".", path);
  }
}
