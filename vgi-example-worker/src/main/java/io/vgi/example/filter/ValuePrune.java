package io.vgi.example.filter;

import io.vgi.example.table.Args;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Makes only the rows whose keys the conditions name, if they name them. */
final class ValuePrune implements TableFunction<ValuePrune.Place> {
  private static final String SCAN = "(scan)";
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> RESOLVED = Column.varchar("resolved");

  private final FunctionSpec spec =
      FunctionSpec.table("value_prune")
          .args(Args.COUNT, Args.BATCH_SIZE)
          .returns(N, RESOLVED)
          .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
          .doc("Generates only the keys that the conditions name, and shows them")
          .categories("generator", "diagnostic")
          .example(
              "SELECT DISTINCT resolved FROM value_prune(100) WHERE n IN (5, 50, 95)",
              "The keys that IN names")
          .build();

  /**
   * Where a scan stands.
   *
   * @param keys the keys that the conditions name, sorted; null stands for all
   * @param row the number of the next row
   */
  record Place(@Nullable List<Long> keys, long row) {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output()).cardinality(bind.get(Args.COUNT));
  }

  @Override
  public Place open(Scan scan) {
    Optional<List<Long>> named = scan.filter().values(N, Long.class);
    if (named.isEmpty()) {
      return new Place(null, 0);
    }
    List<Long> keys = new ArrayList<>(named.get());
    Collections.sort(keys);
    return new Place(keys, 0);
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
    List<Long> keys = at.keys();
    long count = scan.get(Args.COUNT);
    long end = keys == null ? count : keys.size();
    int size = (int) Math.min(end - at.row(), Args.batchSize(scan));
    int rows = 0;
    if (keys == null) {
      rows = size;
      Fill.numbers(out, N, rows, at.row(), 1);
    } else {
      BigIntVector n = out.get(N);
      for (int i = 0; i < size; i++) {
        long key = keys.get((int) at.row() + i);
        if (key >= 0 && key < count) {
          n.set(rows++, key);
        }
      }
    }
    Fill.same(out, RESOLVED, rows, resolved(keys));
    out.rows(rows);
    return at.row() + size == end ? null : new Place(keys, at.row() + size);
  }

  private static String resolved(@Nullable List<Long> keys) {
    if (keys == null) {
      return SCAN;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      text.append(i == 0 ? "" : ",").append(keys.get(i));
    }
    return text.toString();
  }
}
