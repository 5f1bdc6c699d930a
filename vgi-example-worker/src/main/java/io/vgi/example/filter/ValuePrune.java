package io.vgi.example.filter;

import static java.util.stream.Collectors.joining;

import io.vgi.example.table.Args;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Makes only the rows whose keys the conditions name, if they name them. */
record ValuePrune(FunctionSpec spec) implements TableFunction<ValuePrune.Place> {
  private static final ValueColumn<BigIntVector, Long> N = Column.bigint("n");
  private static final ValueColumn<VarCharVector, String> RESOLVED = Column.varchar("resolved");

  /**
   * Where a scan stands.
   *
   * @param keys the keys that the conditions name, sorted; null stands for all
   * @param row the number of the next row
   */
  record Place(@Nullable List<Long> keys, long row) {}

  ValuePrune() {
    this(
        FunctionSpec.table("value_prune")
            .args(Args.COUNT, Args.BATCH_SIZE)
            .returns(N, RESOLVED)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Generates only the keys that the conditions name, and shows them")
            .categories("generator", "diagnostic")
            .example(
                "SELECT DISTINCT resolved FROM value_prune(100) WHERE n IN (5, 50, 95)",
                "The keys that IN names")
            .build());
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output()).cardinality(bind.get(Args.COUNT));
  }

  @Override
  public Place open(Scan scan) {
    return new Place(
        scan.filter().values(N, Long.class).map(k -> k.stream().sorted().toList()).orElse(null), 0);
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
    List<Long> keys = at.keys();
    long count = scan.get(Args.COUNT);
    long end = keys == null ? count : keys.size();
    long next = Math.min(end, at.row() + Math.min(scan.get(Args.BATCH_SIZE), scan.batchSize()));
    String resolved =
        keys == null ? "(scan)" : keys.stream().map(String::valueOf).collect(joining(","));
    for (long row = at.row(); row < next; row++) {
      long key = keys == null ? row : keys.get((int) row);
      if (key >= 0 && key < count) {
        out.row().set(N, key).set(RESOLVED, resolved);
      }
    }
    return next == end ? null : new Place(keys, next);
  }
}
