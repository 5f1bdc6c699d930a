package io.vgi.internal.dispatch;

import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.View;
import io.vgi.function.SqlFunction;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.kind.FunctionKind;
import io.vgi.internal.wire.DialectCall;
import io.vgi.internal.wire.Feature;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the schemas of an attached catalog hold. */
final class SchemaCalls implements MethodFamily {
  private static final List<String> KINDS =
      List.of("SCALAR_FUNCTION", "AGGREGATE_FUNCTION", "TABLE_FUNCTION");

  private final ServedCatalogs catalogs;
  private final FunctionRecords functions = new FunctionRecords();

  SchemaCalls(ServedCatalogs catalogs) {
    this.catalogs = catalogs;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "catalog_schemas",
        "catalog_schema_get",
        "catalog_schema_contents_functions",
        "catalog_schema_contents_views",
        "catalog_schema_contents_macros",
        "catalog_schema_contents_indexes",
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
      case "catalog_schema_contents_views", "catalog_view_get" ->
          objects(call, request, "ViewsResponse", "ViewInfo");
      case "catalog_schema_contents_macros", "catalog_macro_get" ->
          objects(call, request, "MacrosResponse", "MacroInfo");
      case "catalog_schema_contents_indexes", "catalog_index_get" ->
          objects(call, request, "IndexesResponse", "IndexInfo");
      default -> throw call.unhandled();
    };
  }

  private static WireRecord items(String response, List<byte[]> items) {
    return WireRecord.named(response).set("items", items);
  }

  private WireRecord schemas(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    List<byte[]> items = new ArrayList<>();
    for (Schema schema : attached.served().schemas(attached)) {
      items.add(call.encode("SchemaInfo", info(attached, schema, request)));
    }
    return items("SchemasResponse", items);
  }

  private WireRecord schemaGet(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    Schema schema = attached.served().schema(attached, request.list("path"));
    return items(
        "SchemasResponse",
        schema == null
            ? List.of()
            : List.of(call.encode("SchemaInfo", info(attached, schema, request))));
  }

  private static WireRecord info(AttachedCall attached, Schema schema, WireRecord request) {
    Map<String, Object> counts = new LinkedHashMap<>(attached.served().counts(attached, schema));
    counts.put("scalar_function", count(schema, "SCALAR_FUNCTION"));
    counts.put("aggregate_function", count(schema, "AGGREGATE_FUNCTION"));
    counts.put("table_function", count(schema, "TABLE_FUNCTION"));
    return WireRecord.named("SchemaInfo")
        .set("comment", schema.comment())
        .set("tags", schema.tags())
        .set("attach_opaque_data", request.needBytes("attach_opaque_data"))
        .set("path", List.of(schema.name()))
        .set("estimated_object_count", counts);
  }

  private WireRecord functions(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    Schema schema = attached.served().existing(attached, request.list("path"));
    String type = request.needText("type");
    checkKind(type);
    Map<String, List<byte[]>> known = attached.served().listings();
    if (known == null) {
      return items(
          "FunctionsResponse", call.encodeAll("FunctionInfo", listing(attached, schema, type)));
    }
    // a record as the key would build its hash code by invokedynamic, some 40 ms at first use
    String key = call.dialect().id() + '/' + schema.name() + '/' + type;
    List<byte[]> items = known.get(key);
    if (items == null) {
      items = call.encodeAll("FunctionInfo", listing(attached, schema, type));
      known.put(key, items);
    }
    return items("FunctionsResponse", items);
  }

  private List<WireRecord> listing(AttachedCall attached, Schema schema, String type) {
    List<WireRecord> records = new ArrayList<>();
    for (FunctionEntry entry : attached.served().listed(attached, schema)) {
      if (isOf(entry.function(), type)) {
        DialectCall call = attached.call();
        WireRecord record = functions.record(call, entry);
        if (!record.flag("input_from_args") || call.dialect().has(Feature.BLENDED_FUNCTIONS)) {
          records.add(record);
        }
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
    return FunctionKind.of(function, function.spec()).objectType().equals(type);
  }

  /** Refuses other kinds before anything is kept under their name. */
  private static void checkKind(String type) {
    if (!KINDS.contains(type)) {
      throw VgiException.invalidArgument(
          "catalog_schema_contents_functions: type '" + type + "' is not a kind of function");
    }
  }

  /** Views, macros or indexes: all of a schema, or the one that is asked for. */
  private WireRecord objects(DialectCall call, WireRecord request, String response, String info)
      throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    ServedCatalog served = attached.served();
    Schema schema = of(attached, request);
    List<WireRecord> records = new ArrayList<>();
    if (schema == null) {
      return items(response, List.of());
    }
    String name = request.text("name");
    switch (info) {
      case "ViewInfo" -> {
        for (View view : served.views(attached, schema, name)) {
          if (isAsked(name, view.name())) {
            records.add(ObjectRecords.view(schema, view));
          }
        }
      }
      case "MacroInfo" -> {
        String type = request.text("type");
        for (Macro macro : served.macros(attached, schema, name)) {
          String own = macro.table() ? "TABLE_MACRO" : "SCALAR_MACRO";
          if (isAsked(name, macro.name()) && (type == null || type.equals(own))) {
            records.add(ObjectRecords.macro(call, schema, macro));
          }
        }
      }
      case "IndexInfo" -> {
        for (Index index : served.indexes(attached, schema)) {
          if (isAsked(name, index.name())) {
            records.add(ObjectRecords.index(schema, index));
          }
        }
      }
      default -> throw new IllegalStateException(info);
    }
    return items(response, call.encodeAll(info, records));
  }

  private static boolean isAsked(@Nullable String asked, String name) {
    return asked == null || asked.equalsIgnoreCase(name);
  }

  /** The schema listed, which must exist, or the one asked for an object, which need not. */
  private static @Nullable Schema of(AttachedCall attached, WireRecord request) {
    ServedCatalog served = attached.served();
    Schema place =
        served.place(attached, request.list(request.has("path") ? "path" : "schema_path"));
    if (place == null && request.has("path")) {
      throw VgiException.notFound(
          "There is no schema '" + ServedCatalog.name(request.list("path")) + "'");
    }
    return place;
  }
}
