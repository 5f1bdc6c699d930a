package io.vgi.function;

import io.vgi.function.TableFunction.RangeKernel;
import io.vgi.function.TableFunction.RowCount;
import io.vgi.function.TableFunction.Shaper;
import org.jspecify.annotations.Nullable;

/**
 * A function of which each row is known by its number; made by {@link TableFunction#range} and
 * {@link TableFunction#shaped}. Immutable.
 */
public final class RangeFunction implements TableFunction<RangeFunction.Place> {
  private final FunctionSpec spec;
  private final Shaper shaper;
  private final RowCount count;
  private final BatchRows batchRows;
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
      FunctionSpec spec, Shaper shaper, RowCount count, BatchRows batchRows, RangeKernel kernel) {
    this.spec = spec;
    this.shaper = shaper;
    this.count = count;
    this.batchRows = batchRows;
    this.kernel = kernel;
  }

  static RangeFunction counted(FunctionSpec spec, RowCount count, RangeKernel kernel) {
    checkColumns(spec);
    return new RangeFunction(
        spec,
        bind -> TableShape.of(spec.output()).cardinality(Math.max(0, count.of(bind))),
        count,
        Scan::batchSize,
        kernel);
  }

  static RangeFunction shaped(FunctionSpec spec, Shaper shaper, RangeKernel kernel) {
    return new RangeFunction(
        spec, shaper, call -> shapedRows(spec, (Scan) call), Scan::batchSize, kernel);
  }

  static void checkColumns(FunctionSpec spec) {
    if (spec.output().isEmpty()) {
      throw new IllegalArgumentException(
          "Function '" + spec.name() + "' gives no columns: declare them with returns(…)");
    }
  }

  private static long shapedRows(FunctionSpec spec, Scan scan) {
    return scan.shape()
        .atMost()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "'" + spec.name() + "' must say how many rows it has: cardinality(rows)"));
  }

  /**
   * This function with batches of {@code rows} rows instead of {@link Scan#batchSize}; asked before
   * each. Vectors have room for no more than that: beyond it, kernels must let them grow.
   */
  public RangeFunction batches(BatchRows rows) {
    return new RangeFunction(spec, shaper, count, rows, kernel);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) throws Exception {
    return shaper.of(bind);
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
    int rows = rows(left, batchRows.of(scan));
    kernel.write(scan, at.row(), rows, out);
    out.rows(rows);
    return rows == left ? null : new Place(at.row() + rows, at.end());
  }

  static int rows(long left, long most) {
    return (int) Math.min(Math.min(left, Math.max(1, most)), Integer.MAX_VALUE);
  }
}
