package io.vgi.example.partition;

import io.vgi.function.RowRange;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.param.Arg;
import java.util.List;

/** Chunks of as many rows as an argument says, the last of which may have fewer. */
public record EqualChunks(Arg<Long> rowsEach) implements SplittableTableFunction.Splitter {
  @Override
  public List<RowRange> split(Scan scan, long rows) {
    return RowRange.chunks(rows, scan.get(rowsEach));
  }
}
