package io.vgi.example.table;

import io.vgi.example.table.SplitArgs.Position;
import io.vgi.example.table.SplitArgs.Range;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are known by their numbers, in ranges which are read at the same time. */
public abstract class PartedRows implements SplittableTableFunction<Position, Range> {
  private final FunctionSpec spec;

  /** Generates rows as {@code spec} declares them. */
  protected PartedRows(FunctionSpec spec) {
    this.spec = spec;
  }

  @Override
  public final FunctionSpec spec() {
    return spec;
  }

  /** How many rows the call gives. */
  protected abstract long count(Call call);

  /** The ranges of a scan; about two dozen of them unless there are fewer rows. */
  protected List<Range> ranges(Scan scan, long rows) {
    return SplitArgs.chunks(rows, Math.max(1, SplitArgs.chunk(rows)));
  }

  /** The most rows of one batch. */
  protected int batchSize(Scan scan) {
    return scan.batchSize();
  }

  /** Writes the {@code rows} rows that begin at {@code at}. */
  protected abstract void write(Scan scan, Position at, int rows, BatchWriter out);

  @Override
  public final TableShape bind(Bind bind) {
    return TableShape.of(spec.output()).cardinality(count(bind));
  }

  @Override
  public final List<Range> splits(Scan scan) {
    return ranges(scan, count(scan));
  }

  @Override
  public final Position open(Scan scan, Range split) {
    return Position.before(split);
  }

  @Override
  public final @Nullable Position next(Scan scan, Position at, BatchWriter out) {
    int rows = (int) Math.min(at.to() - at.row(), batchSize(scan));
    write(scan, at, rows, out);
    out.rows(rows);
    long next = at.row() + rows;
    return next == at.to() ? null : at.at(next);
  }
}
