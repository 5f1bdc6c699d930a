package io.vgi.guide;

import io.vgi.Worker;
import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.ColumnDefinition;
import io.vgi.catalog.LiveCatalog;
import io.vgi.catalog.Schema;
import io.vgi.catalog.SchemaEditor;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableDefinition;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.Write;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Tables that SQL creates, fills, alters and drops, as long as the process runs. */
public final class Memory implements LiveCatalog, SchemaEditor {
  private static final Arg<String> TABLE = Arg.varchar("table");

  private final Map<String, Stored> tables = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private final TableFunction<?> scan = new Contents();

  /** A table: its definition, and its rows, to which others are only added. */
  private record Stored(TableDefinition definition, List<List<Object>> rows) {}

  @Override
  public long version(CatalogCall call) {
    return version.get(); // the engine reads the catalog again when it is another one
  }

  @Override
  public List<Schema> schemas(CatalogCall call) {
    return List.of(Schema.named("main").function(scan).build());
  }

  @Override
  public List<Table> tables(CatalogCall call, String schema) {
    return tables.values().stream().map(this::table).toList();
  }

  private Table table(Stored stored) {
    TableDefinition definition = stored.definition();
    return definition.declare().from(scan, definition.name()).insert(this::insert).build();
  }

  @Override
  public SchemaEditor editor() {
    return this;
  }

  @Override
  public void createTable(CatalogCall call, String schema, TableDefinition table, boolean replace) {
    tables.put(table.name(), new Stored(table, new CopyOnWriteArrayList<>()));
    version.incrementAndGet();
  }

  @Override
  public void dropTable(CatalogCall call, String schema, String name, boolean cascade) {
    tables.remove(name);
    version.incrementAndGet();
  }

  @Override
  public void addColumn(CatalogCall call, String schema, String table, ColumnDefinition column) {
    Stored old = tables.get(table);
    List<ColumnDefinition> columns = new ArrayList<>(old.definition().columns());
    columns.add(column);
    tables.put(table, new Stored(old.definition().columns(columns), old.rows()));
    version.incrementAndGet();
  }

  private long insert(Write call, Rows in, BatchWriter changed) {
    List<List<Object>> added = new ArrayList<>();
    for (int row = 0; row < in.count(); row++) {
      List<Object> values = new ArrayList<>();
      for (Column<?> column : call.columns()) {
        values.add(in.value(column, row, Object.class));
      }
      added.add(values);
    }
    tables.get(call.table()).rows().addAll(added);
    return added.size();
  }

  /** The rows of the table that the argument names. */
  private final class Contents implements TableFunction<Contents.At> {
    /** The next row, and the end of the rows that were there when the scan began. */
    record At(int row, int end) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("contents")
          .args(TABLE)
          .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
          .build();
    }

    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of(
          tables.get(bind.get(TABLE)).definition().columns().stream()
              .map(ColumnDefinition::column)
              .toArray(Column<?>[]::new));
    }

    @Override
    public At open(Scan scan) {
      return new At(0, tables.get(scan.get(TABLE)).rows().size());
    }

    @Override
    public At next(Scan scan, At at, BatchWriter out) {
      List<List<Object>> rows = tables.get(scan.get(TABLE)).rows();
      int columns = scan.shape().columns().size();
      int row = at.row();
      for (; row < at.end() && !out.isFull(); row++) {
        List<Object> values = rows.get(row); // shorter than the row where a column was added since
        var written = out.row();
        for (int i = 0; i < columns; i++) {
          written.set(i, i < values.size() ? values.get(i) : null);
        }
      }
      return row < at.end() ? new At(row, at.end()) : null;
    }
  }

  @Override
  public void close() {} // nothing is kept

  public static void main(String[] args) {
    Memory memory = new Memory();
    Worker.of(CatalogChoice.named("memory").live(attach -> memory).build()).run(args);
  }
}
