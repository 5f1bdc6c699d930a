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
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;

/** A BOOLEAN column that is TRUE, FALSE and NULL in turn, and the conditions on it. */
final class BoolFilterEcho extends CountedRows {
  private static final int VALUES = 3;
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<BitVector> FLAG = Column.bool("flag");

  BoolFilterEcho() {
    super(
        FunctionSpec.table("bool_filter_echo")
            .args(Args.COUNT)
            .returns(N, FLAG, Filters.PUSHED)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Rows with a nullable BOOLEAN column, echoing pushed-down filters")
            .categories("generator", "diagnostic")
            .example(
                "SELECT * FROM bool_filter_echo(6) WHERE flag",
                "A boolean column is a condition by itself")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Fill.numbers(out, N, rows, first, 1);
    if (out.wants(FLAG)) {
      BitVector flags = out.get(FLAG);
      for (int i = 0; i < rows; i++) {
        int kind = (int) ((first + i) % VALUES);
        if (kind != 2) {
          flags.set(i, 1 - kind);
        }
      }
    }
    Fill.same(out, Filters.PUSHED, rows, scan.filter().toString());
  }
}
