package io.vgi.internal.dispatch;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.ResultMode;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.WriteTarget;
import io.vgi.internal.kind.WriteFunction;
import io.vgi.internal.value.NestedRows;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What writes to tables, as functions and as records. */
final class WriterRecords {
  private WriterRecords() {}

  /** The functions that write to {@code table}, which no listing shows. */
  static List<FunctionEntry> entries(String schema, Table table) {
    List<FunctionEntry> entries = new ArrayList<>(table.writers().size());
    for (Map.Entry<Write.Operation, TableWriter> entry : table.writers().entrySet()) {
      WriteTarget target = target(schema, table, entry.getKey(), entry.getValue());
      entries.add(FunctionEntry.of(schema, WriteFunction.of(target)));
    }
    return entries;
  }

  /** The function that the engine calls, which it names without a schema. */
  private static String name(String schema, Table table, Write.Operation operation) {
    String use = operation.name().toLowerCase(Locale.ROOT);
    return new TableFunctionName(schema, table.name(), use).text();
  }

  private static WriteTarget target(
      String schema, Table table, Write.Operation operation, TableWriter writer) {
    Column<?> rowId = table.rowIdColumn();
    List<Column<?>> stored = new ArrayList<>();
    Set<String> required = new HashSet<>(table.notNull());
    for (Column<?> column : table.knownColumns()) {
      if (column != rowId && !isGenerated(table, column)) {
        stored.add(column);
        if (!column.nullable()) {
          required.add(column.name());
        }
      }
    }
    ResultMode announced = table.resultMode(operation);
    return new WriteTarget(
        name(schema, table, operation),
        table.name(),
        operation,
        writer,
        announced == null ? ResultMode.COUNT : announced,
        List.copyOf(stored),
        operation == Write.Operation.DELETE ? Set.of() : Set.copyOf(required),
        table.generated().keySet(),
        rowId);
  }

  private static boolean isGenerated(Table table, Column<?> column) {
    for (String generated : table.generated().keySet()) {
      if (generated.equalsIgnoreCase(column.name())) {
        return true;
      }
    }
    return false;
  }

  /** Says in the record of {@code table} what can be written, and by which functions. */
  static void describe(DialectCall call, WireRecord info, Schema schema, Table table) {
    Map<String, String> modes = new LinkedHashMap<>();
    for (Write.Operation operation : table.writers().keySet()) {
      String word = operation.name().toLowerCase(Locale.ROOT);
      ResultMode most = table.resultMode(operation);
      modes.put(word, String.valueOf(most).toLowerCase(Locale.ROOT));
      if (!table.isBranched()) {
        WireRecord function = function(call, schema, table, operation);
        info.set(word + "_function", call.encode("ScanFunctionResult", function));
      }
    }
    info.set("write_result_modes", modes);
  }

  /** What to call for {@code operation}. */
  static WireRecord function(
      DialectCall call, Schema schema, Table table, Write.Operation operation) {
    if (!table.writers().containsKey(operation)) {
      throw VgiException.unsupported(
          "Table '" + schema.name() + "." + table.name() + "' does not support " + operation);
    }
    return WireRecord.named("ScanFunctionResult")
        .set("function_name", name(schema.name(), table, operation))
        .set("arguments", NestedRows.of(List.of(), List.of(), call.allocator()))
        .set("required_extensions", List.of())
        .set("schema_path", List.of(schema.name()));
  }
}
