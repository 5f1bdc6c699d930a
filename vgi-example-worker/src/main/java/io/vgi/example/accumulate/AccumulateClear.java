package io.vgi.example.accumulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Drops the rows collected under a name. */
final class AccumulateClear implements TableFunction<AccumulateClear.Start> {
  private static final Arg<String> NAME =
      Arg.varchar("name").doc("Name of the collection to clear");
  private static final Column<VarCharVector> CLEARED = Column.varchar("name");
  private static final Column<BigIntVector> ROWS_CLEARED = Column.bigint("rows_cleared");

  /** The place of the only row. */
  record Start() {}

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.table("accumulate_clear")
        .args(NAME)
        .returns(CLEARED, ROWS_CLEARED)
        .parallel(1)
        .doc("Remove an accumulated collection by name; returns rows cleared")
        .categories("stateful", "utility")
        .example(
            "SELECT * FROM accumulate_clear('events')",
            "Clear the 'events' collection, returning how many rows were removed")
        .build();
  }

  @Override
  public TableShape bind(Bind bind) {
    Collection.of(bind, NAME);
    return TableShape.of(CLEARED, ROWS_CLEARED).cardinality(1);
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    Collection collection = Collection.of(scan, NAME);
    out.get(CLEARED).setSafe(0, collection.name().getBytes(UTF_8));
    out.get(ROWS_CLEARED).set(0, collection.clear());
    out.rows(1);
    return null;
  }
}
