package io.vgi.internal.dispatch;

import io.vgi.catalog.Branch;
import io.vgi.catalog.ForeignKey;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.ScanFunction;
import io.vgi.internal.bind.CallArguments;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.catalog.StatisticsBatch;
import io.vgi.internal.catalog.StatisticsBatch.Entry;
import io.vgi.internal.wire.DialectCall;
import io.vgi.internal.wire.Feature;
import io.vgi.pushdown.AsOf;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Tables as the records of listings. */
final class TableRecords {
  /** {@code table} as it is now. */
  WireRecord record(AttachedCall call, Schema schema, Table table) throws Exception {
    return record(call, schema, table, table, null);
  }

  /**
   * {@code table} as it was.
   *
   * @param state what it was like
   */
  WireRecord record(AttachedCall call, Schema schema, Table table, Table state, @Nullable AsOf asOf)
      throws Exception {
    List<Column<?>> columns = columns(call, schema, table, state, asOf);
    // of a table that has no states of its own, all that is declared is of the newest rows alone
    boolean known = asOf == null || state.versions() != null || !state.equals(table);
    // the engine asks again for what ages, without saying for which state
    boolean described = known && (asOf == null || state.statisticsAge() == null);
    Positions at = new Positions(table.name(), columns);
    List<String> key = known ? state.primaryKey() : List.of();
    boolean records = call.call().dialect().has(Feature.CONSTRAINT_RECORDS);
    WireRecord record =
        WireRecord.named("TableInfo")
            .set("comment", table.comment())
            .set("tags", table.tags())
            .set("name", table.name())
            .set("schema_path", List.of(schema.name()))
            .set("columns", IpcBytes.ofSchema(fields(state, columns, known)))
            .set("not_null_constraints", known ? notNull(state, columns, at) : List.of())
            .set("unique_constraints", at.each(known ? state.unique() : List.of()))
            .set("check_constraints", known ? state.checks() : List.of())
            .set("primary_key_constraints", at.each(key.isEmpty() ? List.of() : List.of(key)))
            .set(
                "foreign_key_constraints",
                known && !records ? foreignKeys(call.call(), schema, state) : List.of())
            .set("supports_column_statistics", described && !state.statistics().isEmpty())
            .set("cardinality_estimate", known ? state.estimate() : null)
            .set("cardinality_max", known ? state.atMost() : null)
            .set("column_statistics", described ? statistics(call.call(), state, columns) : null)
            .set("required_filters", state.requiredFilters());
    if (records && known) {
      new ConstraintRecords(call, schema, state, columns).describe(record);
    }
    if (!state.isScannedByCall() && !state.isBranched()) {
      WireRecord scan =
          ScanRecords.function(call, schema, table, state, planned(call, state, columns));
      record.set("scan_function", call.call().encode("ScanFunctionResult", scan));
    }
    if (!state.writers().isEmpty()) {
      WriterRecords.describe(call.call(), record, schema, state);
    }
    if (state.isBindInlined()) {
      WireRecord bind =
          WireRecord.named("BindResponse")
              .set("output_schema", IpcBytes.ofSchema(fields(state, columns, known)));
      record.set("bind_result", call.call().encode("BindResponse", bind));
    }
    return record;
  }

  /** The columns that the function must have, which it may not have in another transaction. */
  private static @Nullable List<Field> planned(
      AttachedCall call, Table table, List<Column<?>> columns) {
    if (!(call.served() instanceof LiveContent)
        || table.branches().get(0).kind() != Branch.Kind.FUNCTION) {
      return null;
    }
    List<Field> fields = new ArrayList<>(columns.size());
    for (Column<?> column : columns) {
      if (table.generated().keySet().stream().noneMatch(column.name()::equalsIgnoreCase)) {
        fields.add(column.field());
      }
    }
    return fields;
  }

  /** What is known of the table's columns, or null when nothing is. */
  byte @Nullable [] statistics(AttachedCall call, Schema schema, Table table) throws Exception {
    return statistics(call.call(), table, columns(call, schema, table, table, null));
  }

  private static byte @Nullable [] statistics(
      DialectCall call, Table table, List<Column<?>> columns) {
    if (table.statistics().isEmpty()) {
      return null;
    }
    List<Entry> entries = new ArrayList<>();
    Positions at = new Positions(table.name(), columns);
    for (Map.Entry<String, Stats> one : table.statistics().entrySet()) {
      Column<?> column = columns.get(at.of(one.getKey()));
      entries.add(new Entry(column.name(), column.type(), one.getValue()));
    }
    return StatisticsBatch.encode(entries, table.statisticsAge(), call.allocator());
  }

  private static List<byte[]> foreignKeys(DialectCall call, Schema schema, Table table) {
    List<WireRecord> records = new ArrayList<>(table.foreignKeys().size());
    for (ForeignKey key : table.foreignKeys()) {
      records.add(
          WireRecord.named("ForeignKeyInfo")
              .set("fk_columns", key.columns())
              .set("pk_columns", key.keys())
              .set("referenced_table", key.table())
              .set(
                  "referenced_schema_path",
                  List.of(key.schema() == null ? schema.name() : key.schema())));
    }
    return call.encodeAll("ForeignKeyInfo", records);
  }

  private static WireSchema fields(Table table, List<Column<?>> columns, boolean known) {
    List<Field> fields = new ArrayList<>(columns.size());
    for (Column<?> declared : columns) {
      boolean rowId = declared.name().equalsIgnoreCase(table.rowId());
      Column<?> column = rowId ? declared.rowId() : declared;
      Map<String, String> metadata = new LinkedHashMap<>(column.metadata());
      if (!column.doc().isEmpty()) {
        metadata.putIfAbsent("comment", column.doc());
      }
      put(metadata, "comment", table.columnComments(), column);
      put(metadata, "default", table.defaults(), column);
      put(metadata, "generated_expression", table.generated(), column);
      fields.add(column.type().field(column.name(), column.nullable() || !known, metadata));
    }
    return WireSchema.of(fields);
  }

  /** The columns without NULLs, whether the table says so or the column does. */
  private static List<Integer> notNull(Table table, List<Column<?>> columns, Positions at) {
    Set<Integer> positions = new TreeSet<>(at.all(table.notNull()));
    for (int i = 0; i < columns.size(); i++) {
      Column<?> column = columns.get(i);
      // a row id is no column of the listing
      boolean listed = !column.isRowId() && !column.name().equalsIgnoreCase(table.rowId());
      if (listed && !column.nullable()) {
        positions.add(i);
      }
    }
    return List.copyOf(positions);
  }

  private static void put(
      Map<String, String> metadata, String key, Map<String, String> texts, Column<?> column) {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      if (text.getKey().equalsIgnoreCase(column.name())) {
        metadata.put(key, text.getValue());
      }
    }
  }

  /** The columns declared, or those of the function; it is bound only where they depend on it. */
  private List<Column<?>> columns(
      AttachedCall call, Schema schema, Table table, Table state, @Nullable AsOf asOf)
      throws Exception {
    if (!state.columns().isEmpty()) {
      return state.columns();
    }
    Branch branch = state.branches().get(0);
    ScanFunction<?> function = branch.function();
    if (function == null) {
      throw new IllegalStateException("Table '" + table.name() + "' has no columns");
    }
    FunctionEntry entry = call.served().source(call, schema, table, state, function).entry();
    if (!entry.spec().output().isEmpty()) {
      return entry.spec().output();
    }
    CallArguments arguments = BranchArguments.of(branch, entry);
    return call.bind(entry, arguments, asOf).rows().columns();
  }

  /** Columns by name. */
  private record Positions(String table, List<Column<?>> columns) {
    int of(String name) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equalsIgnoreCase(name)) {
          return i;
        }
      }
      throw VgiException.invalidArgument(
          "Table '" + table + "' is declared with a column '" + name + "' that it does not have");
    }

    List<Integer> all(List<String> names) {
      List<Integer> positions = new ArrayList<>(names.size());
      for (String name : names) {
        positions.add(of(name));
      }
      return positions;
    }

    List<List<Integer>> each(List<List<String>> groups) {
      List<List<Integer>> positions = new ArrayList<>(groups.size());
      for (List<String> group : groups) {
        positions.add(all(group));
      }
      return positions;
    }
  }
}
