package io.vgi.example.filter;

import io.vgi.example.table.Args;
import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;

/** Shows what a function can ask of its conditions: columns, and the values of one of them. */
final class FilteredColumns extends CountedRows {
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> TAG = Column.varchar("tag");
  private static final Column<VarCharVector> FILTERED_COLS = Column.varchar("filtered_cols");
  private static final Column<BitVector> HAS_N = Column.bool("has_n");
  private static final Column<BitVector> HAS_TAG = Column.bool("has_tag");
  private static final Column<VarCharVector> TAG_VALUES = Column.varchar("tag_values");

  FilteredColumns() {
    super(
        FunctionSpec.table("filtered_columns_echo")
            .args(Args.COUNT, Args.BATCH_SIZE)
            .returns(N, TAG, FILTERED_COLS, HAS_N, HAS_TAG, TAG_VALUES)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Echoes which columns have conditions, and the values of one column")
            .categories("generator", "diagnostic")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected int batchSize(Scan scan) {
    return Args.batchSize(scan);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Fill.numbers(out, N, rows, first, 1);
    Fill.labels(out, TAG, rows, "t", first);
    Set<String> columns = scan.filter().columns();
    Optional<List<String>> values = scan.filter().values(TAG, String.class);
    Fill.same(out, FILTERED_COLS, rows, joined(columns));
    flags(out, HAS_N, rows, columns.contains(N.name()));
    flags(out, HAS_TAG, rows, columns.contains(TAG.name()));
    Fill.same(out, TAG_VALUES, rows, values.isPresent() ? joined(values.get()) : "(none)");
  }

  private static String joined(Collection<String> texts) {
    List<String> sorted = new ArrayList<>(texts);
    Collections.sort(sorted);
    return String.join(",", sorted);
  }

  private static void flags(BatchWriter out, Column<BitVector> column, int rows, boolean value) {
    if (out.wants(column)) {
      BitVector flags = out.get(column);
      for (int i = 0; i < rows; i++) {
        flags.set(i, value ? 1 : 0);
      }
    }
  }
}
