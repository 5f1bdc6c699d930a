package io.vgi.example.filter;

import io.vgi.example.table.Args;
import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableSpecBuilder;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Shows the conditions that the engine handed down, which the SDK applies. */
public final class FilterEcho extends CountedRows {
  private static final long TABLE_ROWS = 100;
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> S = Column.varchar("s");

  private final boolean table;

  private FilterEcho(TableSpecBuilder spec, boolean table) {
    super(
        spec.returns(N, S, Filters.PUSHED).pushdown(Pushdown.PROJECTION, Pushdown.FILTER).build());
    this.table = table;
  }

  static FilterEcho counted() {
    return new FilterEcho(
        FunctionSpec.table("filter_echo")
            .args(Args.COUNT, Args.BATCH_SIZE)
            .doc("Echoes pushed-down filter predicates in output")
            .categories("generator", "diagnostic")
            .example("SELECT * FROM filter_echo(10)", "Rows without a condition")
            .example(
                "SELECT pushed_filters FROM filter_echo(10) WHERE n >= 8",
                "The condition that was handed down"),
        false);
  }

  /** A hundred rows, for the table {@code filter_echo_table}. */
  public static FilterEcho ofTable() {
    return new FilterEcho(
        FunctionSpec.table("filter_echo_table_scan")
            .doc("The rows of filter_echo_table, with the conditions on it")
            .categories("generator", "diagnostic", "testing"),
        true);
  }

  @Override
  protected long count(Call call) {
    return table ? TABLE_ROWS : call.get(Args.COUNT);
  }

  @Override
  protected int batchSize(Scan scan) {
    return table ? scan.batchSize() : Args.batchSize(scan);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Fill.numbers(out, N, rows, first, 1);
    Fill.labels(out, S, rows, "row_", first);
    Fill.same(out, Filters.PUSHED, rows, scan.filter().toString());
  }
}
