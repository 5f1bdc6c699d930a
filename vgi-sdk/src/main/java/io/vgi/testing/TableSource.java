package io.vgi.testing;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.testing.ListedFunction.Kind;
import io.vgi.testing.ListedFunction.Param;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** What gives the rows of a table of the catalog. */
final class TableSource {
  private final LocalWorker worker;
  private final String schema;
  private final String table;
  private final @Nullable List<String> asOf;

  TableSource(LocalWorker worker, String name, @Nullable List<String> asOf) {
    int point = name.lastIndexOf('.');
    this.worker = worker;
    this.schema = point < 0 ? worker.session().defaultSchema() : name.substring(0, point);
    this.table = name.substring(point + 1);
    this.asOf = asOf;
  }

  /** The rows of all its sources, as {@code scan} wants them. */
  List<Map<String, @Nullable Object>> rows(TableScan scan) {
    List<WireRecord> sources;
    try (Connection connection = worker.session().connect(table)) {
      sources = sources(connection);
    }
    if (sources.size() == 1) {
      return rows(scan, sources.get(0));
    } else if (scan.isOrdered()) {
      throw new IllegalArgumentException(
          "Table '" + table + "' has several sources of rows, which only an engine sorts");
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (WireRecord source : sources) {
      rows.addAll(rows(scan, source));
    }
    return rows.subList(0, scan.atMost(rows.size()));
  }

  private List<WireRecord> sources(Connection connection) {
    List<WireRecord> found =
        worker.session().items(connection.call("catalog_table_get", request()), "items");
    if (found.isEmpty()) {
      throw QueryException.ofEngine(
          "Table with name " + table + " does not exist! There are " + worker.tables());
    }
    byte[] inlined = asOf == null ? found.get(0).bytes("scan_function") : null;
    if (inlined != null) {
      return List.of(WireRecord.read("ScanFunctionResult", inlined, connection.memory()));
    }
    WireRecord branches = connection.call("catalog_table_scan_branches_get", request());
    return worker.session().items(branches, "branches");
  }

  private WireRecord request() {
    return WireRecord.named("p")
        .set(Session.ATTACH, worker.session().attach())
        .set("schema_path", List.of(schema))
        .set("name", table)
        .set(LocalWorker.TRANSACTION, worker.transaction())
        .set("at_unit", asOf == null ? null : asOf.get(0))
        .set("at_value", asOf == null ? null : asOf.get(1));
  }

  private List<Map<String, @Nullable Object>> rows(TableScan scan, WireRecord source) {
    List<String> path = source.list("schema_path");
    if (source.needText("function_name").isEmpty() || path == null) {
      throw new IllegalArgumentException(
          "Table '"
              + table
              + "' has rows of another catalog, of files or of a function of DuckDB,"
              + " which only an engine reads");
    }
    Arguments arguments = new Arguments();
    List<Param> params = new ArrayList<>();
    arguments(source.needBytes("arguments"), arguments, params);
    String name = source.needText("function_name");
    String filter = source.has("branch_filter") ? source.text("branch_filter") : null;
    Condition asked = scan.condition;
    try {
      if (filter != null) {
        scan.where(filter);
      }
      return scan.rows(function(path, name, arguments, params), arguments, asOf);
    } finally {
      scan.condition = asked;
    }
  }

  private void arguments(byte[] row, Arguments arguments, List<Param> params) {
    try (WireBatch batch = IpcBytes.readBatch(row, worker.session().memory())) {
      WireSchema schemaOfRow = batch == null ? WireSchema.EMPTY : batch.schema().decoded();
      for (int i = 0; batch != null && i < schemaOfRow.size(); i++) {
        Field field = schemaOfRow.field(i);
        Object value = Values.reader(batch, i).get(0);
        boolean positional = field.getName().matches("arg_\\d+");
        if (positional) {
          arguments.add(value);
        } else {
          arguments.named.put(field.getName(), value);
        }
        params.add(
            new Param(
                field.getName(),
                SqlType.of(field),
                positional ? Kind.CONSTANT : Kind.NAMED,
                false));
      }
    }
  }

  /** The function that a source names, which need not be listed; nothing is pushed down then. */
  private ListedFunction function(
      List<String> path, String name, Arguments arguments, List<Param> params) {
    ListedFunction best = null;
    int most = -1;
    for (ListedFunction one : worker.session().functions()) {
      if (one.name().equalsIgnoreCase(name) && one.path().equals(path)) {
        int fit = one.fit(arguments.positional, null);
        if (fit > most) {
          best = one;
          most = fit;
        }
      }
    }
    return best != null
        ? with(best, params)
        : new ListedFunction(
            WireRecord.named("FunctionInfo")
                .set("name", name)
                .set("schema_path", path)
                .set("function_type", "TABLE"),
            params);
  }

  /** {@code function} with what it does not declare, since a worker may name more for a table. */
  private static ListedFunction with(ListedFunction function, List<Param> given) {
    List<Param> params = new ArrayList<>(function.params());
    for (Param param : given) {
      if (param.kind() == Kind.NAMED
          && params.stream().noneMatch(one -> one.name().equalsIgnoreCase(param.name()))) {
        params.add(param);
      }
    }
    return new ListedFunction(function.info(), List.copyOf(params));
  }
}
