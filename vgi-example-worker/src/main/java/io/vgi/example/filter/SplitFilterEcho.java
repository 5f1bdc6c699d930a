package io.vgi.example.filter;

import io.vgi.example.table.Fill;
import io.vgi.example.table.PartedRows;
import io.vgi.example.table.SplitArgs;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.pushdown.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Shows in every part the bounds that conditions set, as they are when a batch is made. */
final class SplitFilterEcho extends PartedRows {
  private static final int BATCH_ROWS = 4;

  SplitFilterEcho() {
    super(
        FunctionSpec.table("split_dynamic_filter")
            .args(SplitArgs.N, SplitArgs.SPLITS)
            .returns(SplitArgs.NUMBER, Filters.PUSHED)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("The bounds that conditions set, seen in every split")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(SplitArgs.N);
  }

  @Override
  protected List<SplitArgs.Range> ranges(Scan scan, long rows) {
    return SplitArgs.evenly(rows, scan.get(SplitArgs.SPLITS));
  }

  @Override
  protected int batchSize(Scan scan) {
    return BATCH_ROWS;
  }

  @Override
  protected void write(Scan scan, SplitArgs.Position at, int rows, BatchWriter out) {
    Fill.numbers(out, SplitArgs.NUMBER, rows, at.row(), 1);
    Fill.same(out, Filters.PUSHED, rows, bounds(scan));
  }

  private static String bounds(Scan scan) {
    List<String> columns = new ArrayList<>(scan.filter().columns());
    Collections.sort(columns);
    StringBuilder text = new StringBuilder();
    for (String column : columns) {
      Range<Long> range = scan.filter().range(column, Long.class);
      if (range.lower() != null) {
        text.append(text.length() == 0 ? "" : ",").append(column).append(">=");
        text.append(range.min(0L));
      }
      if (range.upper() != null) {
        text.append(text.length() == 0 ? "" : ",").append(column).append("<=");
        text.append(range.max(0L));
      }
    }
    return text.length() == 0 ? "(none)" : text.toString();
  }
}
