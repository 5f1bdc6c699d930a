package io.vgi.example.filter;

import io.vgi.example.table.Args;
import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.pushdown.TopN;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Shows the order and number of rows that a query needs. */
final class OrderEcho extends CountedRows {
  private static final String NONE = "(none)";
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> S = Column.varchar("s");
  private static final Column<VarCharVector> COLUMN = Column.varchar("order_column");
  private static final Column<VarCharVector> DIRECTION = Column.varchar("order_direction");
  private static final Column<VarCharVector> NULL_ORDER = Column.varchar("order_null_order");
  private static final Column<BigIntVector> LIMIT = Column.bigint("order_limit");

  OrderEcho() {
    super(
        FunctionSpec.table("order_echo")
            .args(Args.COUNT, Args.BATCH_SIZE)
            .returns(N, S, COLUMN, DIRECTION, NULL_ORDER, LIMIT)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Echoes the order and limit that were handed down")
            .categories("generator", "diagnostic")
            .example("SELECT * FROM order_echo(100) ORDER BY n LIMIT 5", "The order that was seen")
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
    TopN top = scan.topN();
    Fill.numbers(out, N, rows, first, 1);
    Fill.labels(out, S, rows, "row_", first);
    Fill.same(out, COLUMN, rows, top == null ? NONE : top.column());
    Fill.same(out, DIRECTION, rows, top == null ? NONE : top.ascending() ? "ASC" : "DESC");
    Fill.same(
        out,
        NULL_ORDER,
        rows,
        top == null ? NONE : top.nullsFirst() ? "NULLS_FIRST" : "NULLS_LAST");
    Fill.same(out, LIMIT, rows, top == null ? -1 : top.limit().orElse(-1));
  }
}
