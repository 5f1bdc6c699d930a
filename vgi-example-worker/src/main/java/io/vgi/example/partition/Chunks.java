package io.vgi.example.partition;

import static io.vgi.example.table.Args.N;
import static io.vgi.function.SplittableTableFunction.ranges;

import io.vgi.catalog.Schema;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowOrder;
import io.vgi.function.RowRange;
import io.vgi.function.Scan;
import io.vgi.function.SplitRangeFunction;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;

/** Whole numbers in chunks that many readers share. */
final class Chunks {
  private static final long CHUNK = 1000;

  private static final SplittableTableFunction.Splitter IN_CHUNKS =
      new SplittableTableFunction.Splitter() {
        @Override
        public List<RowRange> split(Scan scan, long rows) {
          return RowRange.chunks(rows, CHUNK);
        }
      };

  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(0L).doc("Total number of integers to generate");
  private static final Arg<Long> INCREMENT =
      Arg.bigint("increment").named().orElse(1L).atLeast(1L).doc("Step between values");
  private static final Arg<Long> ROWS =
      Arg.bigint("count").atLeast(0L).doc("Total number of rows to generate");

  private Chunks() {}

  static void addTo(Schema.Builder main) {
    main.function(stepped())
        .function(ordered("preserves_order", RowOrder.PRESERVES_ORDER))
        .function(ordered("no_order_guarantee", RowOrder.NO_ORDER_GUARANTEE))
        .function(ordered("fixed_order", RowOrder.FIXED_ORDER))
        .function(indexed())
        .function(marked());
  }

  /** In steps of a chosen size. */
  private static SplitRangeFunction stepped() {
    return ranges(
        numbers("partitioned_sequence")
            .args(COUNT, INCREMENT)
            .doc("Generates a partitioned sequence for multi-worker execution")
            .example("SELECT * FROM partitioned_sequence(100)", "Generate 0-99 in parallel")
            .example(
                "SELECT * FROM partitioned_sequence(10, increment := 5)",
                "Generate 0, 5, 10 and so on in parallel")
            .build(),
        COUNT,
        IN_CHUNKS,
        new SplittableTableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
            long step = scan.get(INCREMENT);
            out.series(N, rows, Math.multiplyExact(first, step), step);
          }
        });
  }

  /** With a promise on the order of the rows. */
  private static SplitRangeFunction ordered(String suffix, RowOrder order) {
    String name = "partitioned_" + suffix;
    return ranges(
        numbers(name)
            .args(COUNT)
            .order(order)
            .doc("A partitioned sequence that declares " + order)
            .example("SELECT * FROM " + name + "(100)", "Generate 0-99 under " + order)
            .build(),
        COUNT,
        IN_CHUNKS,
        new SplittableTableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
            out.series(N, rows, first, 1);
          }
        });
  }

  private static TableSpecBuilder numbers(String name) {
    return FunctionSpec.table(name).returns(N).categories("generator", "utility");
  }

  /** Chunks that the engine puts in order again by their index. */
  private static SplitRangeFunction indexed() {
    return ranges(
        numbers("partitioned_batch_index")
            .args(ROWS)
            .order(RowOrder.FIXED_ORDER)
            .batchIndexed()
            .doc("A partitioned sequence whose batches say where they belong")
            .example("SELECT * FROM partitioned_batch_index(100)", "Generate 0-99, in order")
            .build(),
        ROWS,
        IN_CHUNKS,
        new SplittableTableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
            out.series(N, rows, first, 1);
            out.batchIndex(range.ordinal());
          }
        });
  }

  /** Each row shows its chunk and its place there. */
  private static SplitRangeFunction marked() {
    var chunk =
        Arg.bigint("chunk_size").named().orElse(CHUNK).atLeast(1L).doc("Rows per partition");
    var id = Column.bigint("partition_id");
    var seq = Column.bigint("seq");
    return ranges(
            FunctionSpec.table("partitioned_batch_index_marked")
                .args(ROWS, chunk)
                .returns(id, seq)
                .order(RowOrder.FIXED_ORDER)
                .batchIndexed()
                .doc("Rows that show their chunk, which is also the index of their batch")
                .categories("generator", "utility", "testing")
                .example(
                    "SELECT * FROM partitioned_batch_index_marked(100, chunk_size := 25) LIMIT 5",
                    "The first rows of the first chunk")
                .build(),
            ROWS,
            new EqualChunks(chunk),
            new SplittableTableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
                out.series(id, rows, range.ordinal(), 0);
                out.series(seq, rows, first - range.from(), 1);
                out.batchIndex(range.ordinal());
              }
            })
        .batches(256);
  }
}
