package io.vgi.example.partition;

import io.vgi.example.table.Fill;
import io.vgi.example.table.PartedRows;
import io.vgi.example.table.SplitArgs;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowOrder;
import io.vgi.function.Scan;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;

/** Chunks that many readers share and the engine puts in order again by their index. */
final class IndexedSequence extends PartedRows {
  private static final long CHUNK = 1000;
  private static final int MARKED_BATCH = 256;
  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(0L).doc("Total number of rows to generate");
  private static final Arg<Long> CHUNK_SIZE =
      Arg.bigint("chunk_size").named().orElse(CHUNK).atLeast(1L).doc("Rows per partition");
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<BigIntVector> PARTITION_ID = Column.bigint("partition_id");
  private static final Column<BigIntVector> SEQ = Column.bigint("seq");

  private final boolean marked;

  private IndexedSequence(TableSpecBuilder spec, boolean marked) {
    super(spec.order(RowOrder.FIXED_ORDER).batchIndexed().build());
    this.marked = marked;
  }

  /** Whole numbers. */
  static IndexedSequence numbers() {
    return new IndexedSequence(
        FunctionSpec.table("partitioned_batch_index")
            .args(COUNT)
            .returns(N)
            .doc("A partitioned sequence whose batches say where they belong")
            .categories("generator", "utility")
            .example("SELECT * FROM partitioned_batch_index(100)", "Generate 0-99, in order"),
        false);
  }

  /** Each row shows its chunk and its place there. */
  static IndexedSequence marked() {
    return new IndexedSequence(
        FunctionSpec.table("partitioned_batch_index_marked")
            .args(COUNT, CHUNK_SIZE)
            .returns(PARTITION_ID, SEQ)
            .doc("Rows that show their chunk, which is also the index of their batch")
            .categories("generator", "utility", "testing")
            .example(
                "SELECT * FROM partitioned_batch_index_marked(100, chunk_size := 25) LIMIT 5",
                "The first rows of the first chunk"),
        true);
  }

  @Override
  protected long count(Call call) {
    return call.get(COUNT);
  }

  @Override
  protected List<SplitArgs.Range> ranges(Scan scan, long rows) {
    return SplitArgs.chunks(rows, marked ? scan.get(CHUNK_SIZE) : CHUNK);
  }

  @Override
  protected int batchSize(Scan scan) {
    return marked ? MARKED_BATCH : scan.batchSize();
  }

  @Override
  protected void write(Scan scan, SplitArgs.Position at, int rows, BatchWriter out) {
    if (marked) {
      Fill.same(out, PARTITION_ID, rows, at.ordinal());
      Fill.numbers(out, SEQ, rows, at.row() - at.from(), 1);
    } else {
      Fill.numbers(out, N, rows, at.row(), 1);
    }
    out.batchIndex(at.ordinal());
  }
}
