package io.vgi.testing;

import io.vgi.function.ResultMode;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.testing.ListedFunction.Kind;
import io.vgi.testing.ListedFunction.Param;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Statements that write to a table of a {@link LocalWorker}: each is a transaction of its own,
 * unless one has begun. Defaults are the engine's, so there are none; constraints but NOT NULL are
 * the writer's.
 */
public final class TableWrites {
  private static final String OPTIONS = "write_options";

  private final LocalWorker worker;
  private final String schema;
  private final String table;
  private final List<Map<String, @Nullable Object>> told = new ArrayList<>();
  private ResultMode mode = ResultMode.COUNT;

  TableWrites(LocalWorker worker, String name) {
    int point = name.lastIndexOf('.');
    this.worker = worker;
    this.schema = point < 0 ? worker.session().defaultSchema() : name.substring(0, point);
    this.table = name.substring(point + 1);
  }

  /** {@code RETURNING *}: from now on {@link #returned} has the rows of each statement. */
  public TableWrites returning() {
    return telling(ResultMode.ROWS);
  }

  /** What the statements want back; no statement of DuckDB asks for changes yet. */
  TableWrites telling(ResultMode wanted) {
    mode = wanted;
    return this;
  }

  /** The rows that the last statement wrote. */
  public List<Map<String, @Nullable Object>> returned() {
    return List.copyOf(told);
  }

  /**
   * {@code INSERT} of records or maps; columns that they do not name are NULL.
   *
   * @return how many rows were added
   * @throws QueryException when the statement fails
   */
  public long insert(List<?> rows) {
    return worker.run(
        () -> {
          Target target = target("insert");
          return write(target, InputRows.of(table, rows, target.stored()));
        });
  }

  /**
   * {@code UPDATE … SET values WHERE condition}, an empty condition for all rows.
   *
   * @return how many rows were changed
   * @throws QueryException when the statement fails
   */
  public long update(Map<String, ?> values, String condition) {
    return worker.run(
        () -> {
          Target target = target("update");
          List<Map<String, @Nullable Object>> rows = rows(target, condition);
          rows.forEach(row -> row.putAll(values));
          List<Column<?>> sent = new ArrayList<>();
          for (Column<?> column : target.stored()) {
            if (values.containsKey(column.name())) {
              sent.add(column);
            }
          }
          sent.add(target.rowId());
          return write(target, InputRows.of(table, rows, sent));
        });
  }

  /**
   * {@code DELETE … WHERE condition}, an empty condition for all rows.
   *
   * @return how many rows were removed
   * @throws QueryException when the statement fails
   */
  public long delete(String condition) {
    return worker.run(
        () -> {
          Target target = target("delete");
          List<Map<String, @Nullable Object>> rows = rows(target, condition);
          return write(target, InputRows.of(table, rows, List.of(target.rowId())));
        });
  }

  private List<Map<String, @Nullable Object>> rows(Target target, String condition) {
    TableScan scan = worker.scan(schema + "." + table).columns(target.rowId().name());
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Map<String, @Nullable Object> row :
        (condition.isEmpty() ? scan : scan.where(condition)).rows()) {
      rows.add(new LinkedHashMap<>(row));
    }
    return rows;
  }

  /**
   * A table, and what writes to it.
   *
   * @param function is called for it
   * @param columns of the table
   */
  private record Target(ListedFunction function, List<Column<?>> columns) {
    Column<?> rowId() {
      for (Column<?> column : columns) {
        if (column.isRowId()) {
          return column;
        }
      }
      throw QueryException.ofEngine("'" + function.name() + "' belongs to a table without row ids");
    }

    List<Column<?>> stored() {
      return columns.stream().filter(column -> !column.isRowId()).<Column<?>>map(c -> c).toList();
    }
  }

  private Target target(String operation) {
    try (Connection connection = worker.session().connect(table)) {
      WireRecord request =
          WireRecord.named("p")
              .set(Session.ATTACH, worker.session().attach())
              .set("schema_path", List.of(schema))
              .set("name", table)
              .set(LocalWorker.TRANSACTION, worker.transaction());
      List<WireRecord> found =
          worker.session().items(connection.call("catalog_table_get", request), "items");
      if (found.isEmpty()) {
        throw QueryException.ofEngine("Table with name " + table + " does not exist!");
      }
      byte[] inlined = found.get(0).bytes(operation + "_function");
      WireRecord function =
          inlined != null
              ? WireRecord.read("ScanFunctionResult", inlined, connection.memory())
              : connection.call("catalog_table_" + operation + "_function_get", request);
      List<Column<?>> columns = new ArrayList<>();
      byte[] schemaBytes = found.get(0).needBytes("columns");
      for (Field field : IpcBytes.readSchema(schemaBytes, connection.memory()).fields()) {
        if (!field.getMetadata().containsKey("generated_expression")) {
          columns.add(Column.of(field));
        }
      }
      WireRecord info =
          WireRecord.named("FunctionInfo")
              .set("name", function.needText("function_name"))
              .set("schema_path", function.list("schema_path"))
              .set("function_type", "TABLE");
      List<Param> params = List.of(new Param(OPTIONS, SqlType.BLOB, Kind.NAMED, false));
      return new Target(new ListedFunction(info, params), columns);
    }
  }

  private long write(Target target, InputRows rows) {
    told.clear();
    try (Connection connection = worker.session().connect(table)) {
      Arguments arguments = new Arguments();
      arguments.named.put(OPTIONS, options());
      byte[] constants = arguments.encode(target.function(), connection.memory());
      Bound.Request request = new Bound.Request(constants, rows.schema(), null, null);
      Bound bound = Bound.of(worker, connection, target.function(), request);
      long count = 0;
      List<Integer> cuts = Calls.cuts(rows.count(), Calls.BATCH);
      try (Connection.Stream stream = connection.open(bound.init().set("phase", "INPUT"))) {
        for (int i = 0; i + 1 < cuts.size(); i++) {
          try (WireBatch batch = rows.batch(cuts.get(i), cuts.get(i + 1), connection.memory());
              WireBatch answer = stream.exchange(batch)) {
            count += read(answer);
          }
        }
      }
      return count;
    }
  }

  private byte[] options() {
    return Values.row(
        OPTIONS,
        List.of(
            SqlType.VARCHAR.field("result_mode", false),
            SqlType.VARCHAR.field("on_conflict"),
            SqlType.list(SqlType.VARCHAR).field("on_conflict_columns")),
        List.of(mode.name().toLowerCase(Locale.ROOT), "throw", List.of()),
        worker.session().memory());
  }

  private long read(WireBatch answer) {
    WireSchema columns = answer.schema().decoded();
    if (mode == ResultMode.COUNT) {
      return (Long) Objects.requireNonNull(Values.reader(answer, 0).get(0));
    }
    for (int row = 0; row < answer.rows(); row++) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        values.put(columns.field(i).getName(), Values.reader(answer, i).get(row));
      }
      told.add(values);
    }
    return answer.rows();
  }
}
