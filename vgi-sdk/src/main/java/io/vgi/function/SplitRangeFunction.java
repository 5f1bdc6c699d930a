package io.vgi.function;

import io.vgi.function.RangeFunction.BatchRows;
import io.vgi.function.SplittableTableFunction.RangeKernel;
import io.vgi.function.SplittableTableFunction.Splitter;
import io.vgi.function.TableFunction.RowCount;
import io.vgi.param.Arg;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of which each row is known by its number, in ranges that may be read at the same time;
 * made by {@link SplittableTableFunction#ranges}. Immutable.
 */
public final class SplitRangeFunction
    implements SplittableTableFunction<SplitRangeFunction.Place, RowRange> {
  private final FunctionSpec spec;
  private final RowCount count;
  private final Splitter splitter;
  private final @Nullable BatchRows batchRows;
  private final RangeKernel kernel;

  /**
   * Where a reader of a range stands.
   *
   * @param range the range
   * @param row the number of its next row
   */
  public record Place(RowRange range, long row) {}

  SplitRangeFunction(
      FunctionSpec spec,
      RowCount count,
      Splitter splitter,
      @Nullable BatchRows batchRows,
      RangeKernel kernel) {
    RangeFunction.checkColumns(spec);
    this.spec = spec;
    this.count = count;
    this.splitter = splitter;
    this.batchRows = batchRows;
    this.kernel = kernel;
  }

  /** As {@link RangeFunction#batches}. */
  public SplitRangeFunction batches(BatchRows rows) {
    return new SplitRangeFunction(spec, count, splitter, rows, kernel);
  }

  /** As {@link #batches(BatchRows)}, always of {@code rows} rows. */
  public SplitRangeFunction batches(long rows) {
    return batches(new RangeFunction.FixedRows(rows));
  }

  /** As {@link #batches(BatchRows)}, of as many rows as {@code rows} says. */
  public SplitRangeFunction batches(Arg<Long> rows) {
    return batches(new RangeFunction.ArgumentRows(rows));
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) throws Exception {
    return TableShape.of(spec.output()).cardinality(Math.max(0, count.of(bind)));
  }

  @Override
  public List<RowRange> splits(Scan scan) throws Exception {
    return splitter.split(scan, Math.max(0, count.of(scan)));
  }

  @Override
  public Place open(Scan scan, RowRange split) {
    return new Place(split, split.from());
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) throws Exception {
    long left = at.range().to() - at.row();
    if (left <= 0) {
      return null;
    }
    int rows = RangeFunction.rows(left, batchRows == null ? scan.batchSize() : batchRows.of(scan));
    kernel.write(scan, at.range(), at.row(), rows, out);
    out.rows(rows);
    return rows == left ? null : new Place(at.range(), at.row() + rows);
  }
}
