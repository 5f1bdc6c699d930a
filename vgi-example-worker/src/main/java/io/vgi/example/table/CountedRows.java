package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table whose length is known from its arguments, and each row from its number. */
public abstract class CountedRows implements TableFunction<CountedRows.Position> {
  private final FunctionSpec spec;

  /**
   * Where a scan stands.
   *
   * @param row the number of the next row, from 0
   */
  public record Position(long row) {}

  /** Generates rows as {@code spec} declares them. */
  protected CountedRows(FunctionSpec spec) {
    this.spec = spec;
  }

  @Override
  public final FunctionSpec spec() {
    return spec;
  }

  /** How many rows the call gives; a negative number counts as none. */
  protected abstract long count(Call call);

  /** The columns, where they depend on the call. */
  protected List<Column<?>> columns(Bind bind) {
    return spec.output();
  }

  /** The most rows of one batch; at most {@link Scan#batchSize}. */
  protected int batchSize(Scan scan) {
    return scan.batchSize();
  }

  /** Writes {@code rows} rows, of which row {@code first} of the table goes to row 0. */
  protected abstract void write(Scan scan, long first, int rows, BatchWriter out);

  /** What is known of the call beyond its columns and length. */
  protected TableShape describe(Bind bind, TableShape shape) {
    return shape;
  }

  @Override
  public final TableShape bind(Bind bind) {
    return describe(bind, TableShape.of(columns(bind)).cardinality(Math.max(0, count(bind))));
  }

  @Override
  public final Position open(Scan scan) {
    return new Position(0);
  }

  @Override
  public final @Nullable Position next(Scan scan, Position at, BatchWriter out) {
    long left = count(scan) - at.row();
    if (left <= 0) {
      return null;
    }
    int rows = (int) Math.min(left, batchSize(scan));
    write(scan, at.row(), rows, out);
    out.rows(rows);
    return rows == left ? null : new Position(at.row() + rows);
  }
}
