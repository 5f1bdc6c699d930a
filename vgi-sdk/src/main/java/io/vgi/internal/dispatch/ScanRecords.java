package io.vgi.internal.dispatch;

import io.vgi.catalog.Branch;
import io.vgi.catalog.Branch.Kind;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.CallArguments;
import io.vgi.internal.bind.CallArguments.Given;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.dispatch.ServedCatalog.Called;
import io.vgi.internal.value.ConstantType;
import io.vgi.internal.value.NestedRows;
import io.vgi.internal.wire.DialectCall;
import io.vgi.internal.wire.Feature;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** What to call for the rows of a table, as records. */
final class ScanRecords {
  private ScanRecords() {}

  /**
   * The one call that gives the rows of {@code table}.
   *
   * @param state what the table is like at the time that is asked for
   * @param attach the opaque data of the attach, as the caller gave it
   */
  static WireRecord function(
      AttachedCall attached, Schema schema, Table table, Table state, byte @Nullable [] attach) {
    return function(attached, schema, table, state, null, brought(attached.call(), attach));
  }

  /**
   * As above, for an engine that keeps it together with {@code columns}.
   *
   * @param columns those that a function of a live catalog must have then, or null
   */
  static WireRecord function(
      AttachedCall attached,
      Schema schema,
      Table table,
      Table state,
      @Nullable List<Field> columns) {
    return function(attached, schema, table, state, columns, null);
  }

  private static WireRecord function(
      AttachedCall attached,
      Schema schema,
      Table table,
      Table state,
      @Nullable List<Field> columns,
      byte @Nullable [] attach) {
    Branch branch = state.branches().get(0);
    Called called = called(attached, schema, table, state, branch);
    FunctionEntry entry = called == null ? null : called.entry();
    return WireRecord.named("ScanFunctionResult")
        .set("function_name", called == null ? branch.names().get(0) : called.name())
        .set("arguments", arguments(attached.call(), branch, entry, columns, attach))
        .set("required_extensions", branch.extensions())
        .set("schema_path", entry == null ? null : List.of(entry.schema()));
  }

  /** All that gives rows of {@code table}. */
  static WireRecord branches(
      AttachedCall attached, Schema schema, Table table, Table state, byte @Nullable [] attach) {
    DialectCall call = attached.call();
    List<WireRecord> records = new ArrayList<>();
    List<String> extensions = new ArrayList<>();
    for (Branch branch : state.branches()) {
      checkKnown(call, table, branch);
      Called called = called(attached, schema, table, state, branch);
      records.add(branch(call, branch, called, brought(call, attach)));
      for (String extension : branch.extensions()) {
        if (!extensions.contains(extension)) {
          extensions.add(extension);
        }
      }
    }
    return WireRecord.named("ScanBranchesResult")
        .set("branches", call.encodeAll("ScanBranch", records))
        .set("required_extensions", extensions);
  }

  /** Without its other rows, a table would be another one. */
  private static void checkKnown(DialectCall call, Table table, Branch branch) {
    Feature needed =
        switch (branch.kind()) {
          case FILES -> Feature.FILE_BRANCHES;
          case TABLE -> Feature.CATALOG_BRANCHES;
          case FUNCTION, DUCKDB -> null;
        };
    if (needed != null && !call.dialect().has(needed)) {
      throw VgiException.unsupported(
          "Table '"
              + table.name()
              + "' has rows in files or in a table of another catalog, which clients of protocol "
              + call.dialect().version()
              + " cannot read; update the DuckDB vgi extension");
    }
  }

  /** What the calls of the scan must bring of {@code attach}, or null. */
  private static byte @Nullable [] brought(DialectCall call, byte @Nullable [] attach) {
    return call.dialect().leavesOutAttach() ? attach : null;
  }

  private static WireRecord branch(
      DialectCall call, Branch branch, @Nullable Called called, byte @Nullable [] attach) {
    WireRecord record =
        WireRecord.named("ScanBranch")
            .set("branch_filter", branch.filter())
            .set("writable", branch.isWritable());
    List<String> names = branch.names();
    switch (branch.kind()) {
      case FILES ->
          record
              .set("function_name", "")
              .set("arguments", row(call, Map.of()))
              .set("format_name", names.get(0))
              .set("format_locations", names.subList(1, names.size()))
              .set("format_options", row(call, branch.namedArguments()));
      case TABLE ->
          record
              .set("function_name", "")
              .set("arguments", row(call, Map.of()))
              .set("source_catalog", names.get(0))
              .set("source_schema_path", List.of(names.get(1)))
              .set("source_table", names.get(2));
      case FUNCTION, DUCKDB -> {
        FunctionEntry entry = called == null ? null : called.entry();
        record
            .set("function_name", called == null ? names.get(0) : called.name())
            .set("arguments", arguments(call, branch, entry, null, attach))
            .set("schema_path", entry == null ? null : List.of(entry.schema()));
      }
    }
    return record;
  }

  /** The function of {@code branch}, or null when it is none of the worker. */
  private static @Nullable Called called(
      AttachedCall attached, Schema schema, Table table, Table state, Branch branch) {
    return branch.kind() == Kind.FUNCTION && branch.function() != null
        ? attached.served().source(attached, schema, table, state, branch.function())
        : null;
  }

  private static byte[] row(DialectCall call, Map<String, Object> named) {
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, Object> value : named.entrySet()) {
      fields.add(ConstantType.of(value.getValue()).field(value.getKey()));
    }
    return NestedRows.of(fields, new ArrayList<>(named.values()), call.allocator());
  }

  /** Constants in the naming that scans have: positions first, then names. */
  private static byte[] arguments(
      DialectCall call,
      Branch branch,
      @Nullable FunctionEntry entry,
      @Nullable List<Field> columns,
      byte @Nullable [] attach) {
    CallArguments given = BranchArguments.of(branch, entry);
    List<Field> fields = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (Given value : given.positional()) {
      fields.add(value.type().field("arg_" + fields.size()));
      values.add(value.value());
    }
    for (Map.Entry<String, Given> value : given.named().entrySet()) {
      fields.add(value.getValue().type().field(value.getKey()));
      values.add(value.getValue().value());
    }
    if (columns != null) {
      fields.add(SqlType.BIGINT.field(BindRequest.PLANNED));
      values.add(LiveOrigin.columns(columns));
    }
    if (attach != null && entry != null) {
      fields.add(SqlType.BLOB.field(BindRequest.ATTACH));
      values.add(attach);
    }
    if (entry != null && call.dialect().guessesSchema()) {
      fields.add(SqlType.VARCHAR.field(BindRequest.SCHEMA));
      values.add(entry.schema());
    }
    return NestedRows.of(fields, values, call.allocator());
  }
}
