package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a list that never changes. */
final class ListTable<R extends Record> implements TableFunction<ListTable.At> {
  private final FunctionSpec spec;
  private final RowColumns<R> row;
  private final List<R> rows;
  private volatile @Nullable TableShape shape;

  ListTable(TableSpecBuilder spec, Class<R> row, List<R> rows) {
    this.row = new RowColumns<>(ValueTypes.input(spec.name, row));
    this.rows = RowColumns.copy(row, rows);
    this.spec =
        spec.returns(this.row.columns().toArray(new Column<?>[0]))
            .pushdownByDefault(Pushdown.PROJECTION, Pushdown.FILTER)
            .build();
  }

  /**
   * A place in the list.
   *
   * @param row the next row
   */
  record At(int row) {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    TableShape known = shape;
    if (known == null) {
      // not when the table is declared: looking at every row takes time, and nobody may ask for it
      known = RowStatistics.shape(row, rows);
      shape = known;
    }
    return known;
  }

  @Override
  public At open(Scan scan) {
    return new At(0);
  }

  @Override
  public @Nullable At next(Scan scan, At at, BatchWriter out) {
    int left = rows.size() - at.row();
    int count = 0;
    if (left > 0) {
      ValueCodec.Writer<R> writer = row.writer(out, row.columns());
      BatchEnd end = new BatchEnd(scan, out, row.columns());
      do {
        writer.set(count, rows.get(at.row() + count));
        count++;
      } while (count < left && !end.isAt(count));
    }
    out.rows(count);
    int next = at.row() + count;
    return next < rows.size() ? new At(next) : null;
  }
}
