package io.vgi.example.filter;

import static io.vgi.function.SplittableTableFunction.ranges;

import io.vgi.example.table.Args;
import io.vgi.example.table.Splits;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RowRange;
import io.vgi.function.Scan;
import io.vgi.function.SplitRangeFunction;
import io.vgi.function.SplittableTableFunction;
import io.vgi.param.Arg;
import io.vgi.pushdown.Range;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;

/** Functions of which every part shows what was handed down to it. */
final class SplitEchoes {
  private SplitEchoes() {}

  /** Every reader shows its process and the conditions that it was given. */
  static SplitRangeFunction processes() {
    var count = Arg.bigint("count").atLeast(0L).doc("Total number of integers to generate");
    var pid = Column.bigint("worker_pid");
    return ranges(
            Filters.spec(
                    "filter_echo_partitioned",
                    "Multi-worker partitioned sequence that echoes pushed-down filters",
                    "testing")
                .args(count)
                .returns(Args.N, pid, Filters.PUSHED)
                .example(
                    "SELECT * FROM filter_echo_partitioned(10) WHERE n >= 8",
                    "Conditions reach every reader")
                .build(),
            count,
            Splits.Division.SOME_CHUNKS,
            new SplittableTableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
                out.series(Args.N, rows, first, 1);
                out.series(pid, rows, ProcessHandle.current().pid(), 0);
                out.fill(Filters.PUSHED, rows, scan.filter().toString());
              }
            })
        .batches(1000);
  }

  /** The bounds that conditions set, as they are when a batch is made. */
  static SplitRangeFunction bounds() {
    return ranges(
            FunctionSpec.table("split_dynamic_filter")
                .args(Splits.ROWS, Splits.SPLITS)
                .returns(Args.N, Filters.PUSHED)
                .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
                .doc("The bounds that conditions set, seen in every split")
                .build(),
            Splits.ROWS,
            new SplittableTableFunction.Splitter() {
              @Override
              public List<RowRange> split(Scan scan, long rows) {
                return RowRange.evenly(rows, scan.get(Splits.SPLITS));
              }
            },
            new SplittableTableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
                out.series(Args.N, rows, first, 1);
                out.fill(Filters.PUSHED, rows, bounds(scan));
              }
            })
        .batches(4);
  }

  private static String bounds(Scan scan) {
    List<String> bounds = new ArrayList<>();
    for (String column : scan.filter().columns().stream().sorted().toList()) {
      Range<Long> range = scan.filter().range(column, Long.class);
      if (range.lower() != null) {
        bounds.add(column + ">=" + range.min(0L));
      }
      if (range.upper() != null) {
        bounds.add(column + "<=" + range.max(0L));
      }
    }
    return bounds.isEmpty() ? "(none)" : String.join(",", bounds);
  }
}
