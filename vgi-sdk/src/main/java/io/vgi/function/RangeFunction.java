package io.vgi.function;

import io.vgi.function.TableFunction.RangeKernel;
import io.vgi.function.TableFunction.RowCount;
import io.vgi.function.TableFunction.Shaper;
import io.vgi.param.Arg;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A function of which each row is known by its number; made by {@link TableFunction#range} and
 * {@link TableFunction#shaped}. Immutable.
 */
public final class RangeFunction implements TableFunction<RangeFunction.Place> {
  private final FunctionSpec spec;
  private final @Nullable Shaper shaper;
  private final RowCount count;
  private final @Nullable BatchRows batchRows;
  private final RangeKernel kernel;

  /**
   * Where a scan stands.
   *
   * @param row the number of the next row
   * @param end the number behind the last row
   */
  public record Place(long row, long end) {}

  /** How many rows a batch has. */
  @FunctionalInterface
  public interface BatchRows {
    /** The number; less than 1 is 1. The last batch may have fewer. */
    long of(Scan scan) throws Exception;
  }

  private RangeFunction(
      FunctionSpec spec,
      @Nullable Shaper shaper,
      RowCount count,
      @Nullable BatchRows batchRows,
      RangeKernel kernel) {
    this.spec = spec;
    this.shaper = shaper;
    this.count = count;
    this.batchRows = batchRows;
    this.kernel = kernel;
  }

  static RangeFunction counted(FunctionSpec spec, RowCount count, RangeKernel kernel) {
    checkColumns(spec);
    return new RangeFunction(spec, null, count, null, kernel);
  }

  static RangeFunction shaped(FunctionSpec spec, Shaper shaper, RangeKernel kernel) {
    return new RangeFunction(spec, shaper, new ShapedRows(spec.name()), null, kernel);
  }

  static void checkColumns(FunctionSpec spec) {
    if (spec.output().isEmpty()) {
      throw new IllegalArgumentException(
          "Function '" + spec.name() + "' gives no columns: declare them with returns(…)");
    }
  }

  /** As many rows as the shape says. */
  private record ShapedRows(String function) implements RowCount {
    @Override
    public long of(Call call) {
      OptionalLong rows = ((Scan) call).shape().atMost();
      if (rows.isEmpty()) {
        throw new IllegalStateException(
            "'" + function + "' must say how many rows it has: cardinality(rows)");
      }
      return rows.getAsLong();
    }
  }

  /** Always as many rows. */
  record FixedRows(long rows) implements RowCount, BatchRows {
    @Override
    public long of(Call call) {
      return rows;
    }

    @Override
    public long of(Scan scan) {
      return rows;
    }
  }

  /** As many rows as the call says. */
  record ArgumentRows(Arg<Long> rows) implements RowCount, BatchRows {
    @Override
    public long of(Call call) {
      return call.get(rows);
    }

    @Override
    public long of(Scan scan) {
      return scan.get(rows);
    }
  }

  /**
   * This function with batches of {@code rows} rows instead of {@link Scan#batchSize}; asked before
   * each. Vectors have room for no more than that: beyond it, kernels must let them grow.
   */
  public RangeFunction batches(BatchRows rows) {
    return new RangeFunction(spec, shaper, count, rows, kernel);
  }

  /** As {@link #batches(BatchRows)}, always of {@code rows} rows. */
  public RangeFunction batches(long rows) {
    return batches(new FixedRows(rows));
  }

  /** As {@link #batches(BatchRows)}, of as many rows as {@code rows} says. */
  public RangeFunction batches(Arg<Long> rows) {
    return batches(new ArgumentRows(rows));
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) throws Exception {
    return shaper == null
        ? TableShape.of(spec.output()).cardinality(Math.max(0, count.of(bind)))
        : shaper.of(bind);
  }

  @Override
  public Place open(Scan scan) throws Exception {
    return new Place(0, count.of(scan));
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) throws Exception {
    long left = at.end() - at.row();
    if (left <= 0) {
      return null;
    }
    int rows = rows(left, batchRows == null ? scan.batchSize() : batchRows.of(scan));
    kernel.write(scan, at.row(), rows, out);
    out.rows(rows);
    return rows == left ? null : new Place(at.row() + rows, at.end());
  }

  static int rows(long left, long most) {
    return (int) Math.min(Math.min(left, Math.max(1, most)), Integer.MAX_VALUE);
  }
}
