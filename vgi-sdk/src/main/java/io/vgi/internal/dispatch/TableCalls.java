package io.vgi.internal.dispatch;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableVersions;
import io.vgi.function.Write;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.wire.DialectCall;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.log.WorkerLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of an attached catalog: what they are like, now and then, and how to scan them. */
final class TableCalls implements MethodFamily {
  private final ServedCatalogs catalogs;
  private final TableRecords records = new TableRecords();

  TableCalls(ServedCatalogs catalogs) {
    this.catalogs = catalogs;
  }

  @Override
  public List<String> methods() {
    return List.of(
        "catalog_schema_contents_tables",
        "catalog_table_get",
        "catalog_table_scan_function_get",
        "catalog_table_scan_branches_get",
        "catalog_table_insert_function_get",
        "catalog_table_update_function_get",
        "catalog_table_delete_function_get",
        "catalog_table_column_statistics_get");
  }

  @Override
  public @Nullable WireRecord handle(DialectCall call, WireRecord request) throws Exception {
    return switch (call.method()) {
      case "catalog_schema_contents_tables" -> list(call, request);
      case "catalog_table_get" -> get(call, request);
      case "catalog_table_scan_function_get" -> scanFunction(call, request);
      case "catalog_table_scan_branches_get" -> scanBranches(call, request);
      case "catalog_table_insert_function_get" -> writer(call, request, Write.Operation.INSERT);
      case "catalog_table_update_function_get" -> writer(call, request, Write.Operation.UPDATE);
      case "catalog_table_delete_function_get" -> writer(call, request, Write.Operation.DELETE);
      case "catalog_table_column_statistics_get" -> statistics(call, request);
      default -> throw call.unhandled();
    };
  }

  private WireRecord list(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    Schema schema = existing(attached, request.list("path"));
    List<Table> tables = attached.served().tables(attached, schema);
    List<byte[]> items = new ArrayList<>(tables.size());
    for (Table table : tables) {
      try {
        items.add(call.encode("TableInfo", records.record(attached, schema, table)));
      } catch (Exception broken) {
        // who asks for it by name gets the error; the other tables have nothing to do with it
        WorkerLog.warn(
            "Table '" + schema.name() + "." + table.name() + "' is left out of a listing", broken);
      }
    }
    return WireRecord.named("TablesResponse").set("items", items);
  }

  private WireRecord get(DialectCall call, WireRecord request) throws Exception {
    WireRecord answer = WireRecord.named("TablesResponse").set("items", List.of());
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    Schema schema = attached.served().place(attached, request.list("schema_path"));
    Table table =
        schema == null ? null : attached.served().table(attached, schema, request.needText("name"));
    if (schema == null || table == null) {
      return answer;
    }
    AsOf asOf = asOf(request);
    Table state = state(schema, table, asOf);
    WireRecord info = records.record(attached, schema, table, state, asOf);
    return answer.set("items", List.of(call.encode("TableInfo", info)));
  }

  private WireRecord scanFunction(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    Schema schema = existing(attached, request.list("schema_path"));
    Table table = existing(attached, schema, request);
    if (table.isBranched()) {
      throw VgiException.unsupported(
          "Table '" + table.name() + "' has several sources of rows; ask for its branches");
    }
    return ScanRecords.function(
        attached,
        schema,
        table,
        state(schema, table, asOf(request)),
        request.bytes("attach_opaque_data"));
  }

  private WireRecord scanBranches(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    Schema schema = existing(attached, request.list("schema_path"));
    Table table = existing(attached, schema, request);
    return ScanRecords.branches(
        attached,
        schema,
        table,
        state(schema, table, asOf(request)),
        request.bytes("attach_opaque_data"));
  }

  private WireRecord writer(DialectCall call, WireRecord request, Write.Operation operation)
      throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    Schema schema = existing(attached, request.list("schema_path"));
    return WriterRecords.function(call, schema, existing(attached, schema, request), operation);
  }

  private @Nullable WireRecord statistics(DialectCall call, WireRecord request) throws Exception {
    AttachedCall attached = AttachedCall.of(catalogs, call, request);
    Schema schema = existing(attached, request.list("schema_path"));
    byte[] batch = records.statistics(attached, schema, existing(attached, schema, request));
    return batch == null ? null : WireRecord.named(RESULT).set(RESULT, batch);
  }

  /** The table as a query wants it. */
  static Table state(Schema schema, Table table, @Nullable AsOf asOf) throws Exception {
    TableVersions versions = table.versions();
    // the engine itself refuses AT on a table of branches, in words that say so
    if (asOf == null || table.isBranched()) {
      return table;
    } else if (versions != null) {
      return versions.at(asOf);
    } else if (table.hasTimeTravel()) {
      return table;
    }
    throw VgiException.unsupported(
        "Table '" + schema.name() + "." + table.name() + "' does not support time travel queries");
  }

  private static Schema existing(AttachedCall attached, @Nullable List<String> path) {
    Schema schema = attached.served().place(attached, path);
    if (schema == null) {
      throw VgiException.notFound("There is no schema '" + ServedCatalog.name(path) + "'");
    }
    return schema;
  }

  private static Table existing(AttachedCall attached, Schema schema, WireRecord request) {
    String name = request.needText("name");
    Table table = attached.served().table(attached, schema, name);
    if (table == null) {
      throw VgiException.notFound("Schema '" + schema.name() + "' has no table '" + name + "'");
    }
    return table;
  }

  private static @Nullable AsOf asOf(WireRecord request) {
    return BindRequest.asOf(request.text("at_unit"), request.text("at_value"));
  }
}
