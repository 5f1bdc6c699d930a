package io.vgi.example.cache;

import io.vgi.example.table.Fill;
import io.vgi.example.table.PartedRows;
import io.vgi.example.table.SplitArgs;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.RowOrder;
import io.vgi.function.Scan;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;

/** Results to keep that several readers bring together. */
public final class CacheParts extends PartedRows {
  private static final int ORDERED_BATCH = 256;
  private static final Arg<Long> PARALLEL_ROWS =
      Arg.bigint("rows").atLeast(0L).doc("Total number of rows to generate");
  private static final Arg<Long> BATCH_SIZE =
      Arg.bigint("batch_size").named().orElse(24_000L).atLeast(1L).doc("Rows per output batch");
  private static final Arg<Long> ORDERED_ROWS =
      Arg.bigint("rows")
          .named()
          .orElse(200_000L)
          .atLeast(0L)
          .doc("Total number of rows to generate");
  private static final Arg<Long> CHUNK_SIZE =
      Arg.bigint("chunk_size").named().orElse(1000L).atLeast(1L).doc("Rows per partition");
  private static final Column<BigIntVector> V = Column.bigint("v");
  private static final Column<BigIntVector> N = Column.bigint("n");

  private final boolean ordered;

  private CacheParts(TableSpecBuilder spec, boolean ordered) {
    super(spec.cache(Caching.MINUTES).build());
    this.ordered = ordered;
  }

  /** In any order. */
  static CacheParts parallel() {
    return new CacheParts(
        Caching.spec("cache_parallel", "parallel", "A result to keep that many readers bring")
            .args(PARALLEL_ROWS, BATCH_SIZE)
            .returns(V)
            .example("SELECT count(*) FROM cache_parallel(1000000)", "A million rows"),
        false);
  }

  /** In an order that the kept result must have as well. */
  public static CacheParts ordered() {
    return new CacheParts(
        Caching.spec("cache_ordered", "ordered", "A result to keep whose order must stay")
            .args(ORDERED_ROWS, CHUNK_SIZE)
            .returns(N)
            .order(RowOrder.FIXED_ORDER)
            .batchIndexed()
            .example("SELECT * FROM cache_ordered(rows := 1000)", "0-999 in order, each time"),
        true);
  }

  @Override
  protected long count(Call call) {
    return call.get(ordered ? ORDERED_ROWS : PARALLEL_ROWS);
  }

  @Override
  protected List<SplitArgs.Range> ranges(Scan scan, long rows) {
    return ordered ? SplitArgs.chunks(rows, scan.get(CHUNK_SIZE)) : super.ranges(scan, rows);
  }

  @Override
  protected int batchSize(Scan scan) {
    return ordered ? ORDERED_BATCH : Math.toIntExact(scan.get(BATCH_SIZE));
  }

  @Override
  protected void write(Scan scan, SplitArgs.Position at, int rows, BatchWriter out) {
    Fill.numbers(out, ordered ? N : V, rows, at.row(), 1);
    if (ordered) {
      out.batchIndex(at.ordinal());
    }
  }
}
