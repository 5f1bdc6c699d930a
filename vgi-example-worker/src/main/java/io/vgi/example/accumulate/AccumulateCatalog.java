package io.vgi.example.accumulate;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Rows collected under names, for as long as the catalog is attached. */
public final class AccumulateCatalog {
  private AccumulateCatalog() {}

  /** The catalog. */
  public static Catalog create() {
    return Catalog.named("accumulate")
        .implementationVersion("vgi-fixture")
        .dataVersion("2.0.0")
        .schema(
            Catalog.MAIN,
            main ->
                main.comment("Rows collected by name, each attach its own")
                    .functions(new Accumulate(), new Read(), clear()))
        .build();
  }

  /** The rows collected under a name. */
  record Read(FunctionSpec spec) implements TableFunction<Read.Position> {
    private static final Arg<String> NAME =
        Arg.varchar("name").doc("Name of the collection to read");

    /**
     * Where a scan stands.
     *
     * @param key the key of the last batch that was given
     */
    record Position(String key) {}

    Read() {
      this(
          FunctionSpec.table("accumulate_read")
              .args(NAME)
              .parallel(1)
              .doc("Read an accumulated collection's rows without modifying it")
              .categories("stateful", "utility")
              .example(
                  "SELECT * FROM accumulate_read('events')",
                  "Return all rows accumulated under 'events'")
              .build());
    }

    @Override
    public TableShape bind(Bind bind) throws Exception {
      Collection collection = Collection.of(bind, NAME);
      List<Column<?>> columns = collection.columns();
      if (columns == null) {
        throw VgiException.notFound(
            "no accumulation named '" + collection.name() + "' in this session");
      }
      return TableShape.of(Collection.withTimestamp(columns));
    }

    @Override
    public Position open(Scan scan) {
      return new Position("");
    }

    @Override
    public @Nullable Position next(Scan scan, Position at, BatchWriter out) throws Exception {
      String key = Collection.of(scan, NAME).write(at.key(), out);
      return key == null ? null : new Position(key);
    }
  }

  /** Drops the rows collected under a name. */
  private static TableFunction<?> clear() {
    Arg<String> name = Arg.varchar("name").doc("Name of the collection to clear");
    ValueColumn<VarCharVector, String> cleared = Column.varchar("name");
    ValueColumn<BigIntVector, Long> rowsCleared = Column.bigint("rows_cleared");
    return TableFunction.range(
        FunctionSpec.table("accumulate_clear")
            .args(name)
            .returns(cleared, rowsCleared)
            .parallel(1)
            .doc("Remove an accumulated collection by name; returns rows cleared")
            .categories("stateful", "utility")
            .example(
                "SELECT * FROM accumulate_clear('events')",
                "Clear the 'events' collection, returning how many rows were removed")
            .build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            // refuses a wrong name before the scan
            Collection.of(call, name);
            return 1;
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            Collection collection = Collection.of(scan, name);
            out.row().set(cleared, collection.name()).set(rowsCleared, collection.clear());
          }
        });
  }
}
