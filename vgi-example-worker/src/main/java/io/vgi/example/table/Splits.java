package io.vgi.example.table;

import static io.vgi.function.SplittableTableFunction.ranges;

import io.vgi.catalog.Schema;
import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowRange;
import io.vgi.function.Scan;
import io.vgi.function.SplitRangeFunction;
import io.vgi.function.SplittableTableFunction.RangeKernel;
import io.vgi.function.SplittableTableFunction.Splitter;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import java.util.ArrayList;
import java.util.List;

/** The numbers below n, divided among readers in one way or another. */
public final class Splits {
  /** How many rows there are. */
  public static final Arg<Long> ROWS =
      Arg.bigint("n").named().atLeast(0L).doc("Number of rows to produce");

  /** How many parts there are. */
  public static final Arg<Long> SPLITS =
      Arg.bigint("splits")
          .named()
          .orElse(4L)
          .atLeast(0L)
          .doc("How many splits to divide the scan into");

  private static final RangeKernel NUMBERS =
      new RangeKernel() {
        @Override
        public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
          out.series(Args.N, rows, first, 1);
        }
      };

  static final SplitRangeFunction SEQUENCE =
      of(
          FunctionSpec.table("split_sequence")
              .doc("Row-for-row identical to sequence(n), but produced through splits")
              .example("SELECT * FROM split_sequence(n := 5)", ""),
          Division.EVENLY,
          NUMBERS);

  /** How many batches a part may have before its indexes run into the next one's. */
  private static final long INDEXES_PER_PART = 1_000_000;

  private Splits() {}

  static void addTo(Schema.Builder main) {
    main.function(SEQUENCE)
        .function(of("split_zero", "Plans no splits: an empty table", Division.NONE))
        .function(of("split_many", "Far more splits than readers", Division.MANY))
        .function(of("split_skewed", "One split holds nearly all rows", Division.SKEWED))
        .function(of("split_empty_ranges", "Every other split is empty", Division.WITH_EMPTY))
        .function(new SplitFailAt())
        .function(indexed())
        .function(
            of(
                    FunctionSpec.table("split_cacheable")
                        .cache(CacheHint.forSeconds(300))
                        .doc("A result to keep that comes in splits"),
                    Division.EVENLY,
                    NUMBERS)
                .batches(16))
        .function(stale())
        .function(
            of(
                    FunctionSpec.table("split_short_ttl")
                        .listedForTests("split_token_ttl_seconds", 1L)
                        .doc("Splits that can be read for a second"),
                    Division.EVENLY,
                    NUMBERS)
                .batches(8));
  }

  private static SplitRangeFunction of(String name, String doc, Splitter splitter) {
    return of(FunctionSpec.table(name).doc(doc), splitter, NUMBERS);
  }

  private static SplitRangeFunction of(
      TableSpecBuilder spec, Splitter splitter, RangeKernel kernel) {
    return ranges(spec.args(ROWS, SPLITS).returns(Args.N).build(), ROWS, splitter, kernel);
  }

  /** Batches say where they belong in the whole result. */
  private static SplitRangeFunction indexed() {
    long batchRows = 8;
    return of(
            FunctionSpec.table("split_batch_index")
                .batchIndexed()
                .doc("Splits whose batches have indexes"),
            Division.EVENLY,
            new RangeKernel() {
              @Override
              public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
                out.series(Args.N, rows, first, 1);
                out.batchIndex(
                    range.ordinal() * INDEXES_PER_PART + (first - range.from()) / batchRows);
              }
            })
        .batches(batchRows);
  }

  /** The parts belong to a state of the table that is gone. */
  private static SplitRangeFunction stale() {
    return of(
        FunctionSpec.table("split_stale_plan").doc("Splits of a state that is gone"),
        Division.EVENLY,
        new RangeKernel() {
          @Override
          public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
            throw VgiException.invalidArgument(
                "[SPLIT_SNAPSHOT_EXPIRED] The split was planned for a version that is not the"
                    + " current one; run the query again");
          }
        });
  }

  /** Ways to divide rows among readers. */
  public enum Division implements Splitter {
    /** Parts of as many rows each. */
    EVENLY {
      @Override
      public List<RowRange> split(Scan scan, long rows) {
        return RowRange.evenly(rows, scan.get(SPLITS));
      }
    },
    /** About two dozen parts, unless there are fewer rows. */
    SOME_CHUNKS {
      @Override
      public List<RowRange> split(Scan scan, long rows) {
        return RowRange.chunks(rows, Math.max(1, (rows - 1) / 24 + 1));
      }
    },
    /** No parts. */
    NONE {
      @Override
      public List<RowRange> split(Scan scan, long rows) {
        return List.of();
      }
    },
    /** Far more parts than readers. */
    MANY {
      @Override
      public List<RowRange> split(Scan scan, long rows) {
        long parts = scan.get(SPLITS);
        return RowRange.evenly(rows, parts > 0 ? parts : 1000);
      }
    },
    /** The last part has nearly all rows. */
    SKEWED {
      @Override
      public List<RowRange> split(Scan scan, long rows) {
        long small = Math.max(scan.get(SPLITS), 2) - 1;
        long length = rows == 0 ? 0 : Math.max(rows / 100 / small, 1);
        List<RowRange> ranges = new ArrayList<>();
        for (long i = 0; i < small; i++) {
          ranges.add(new RowRange(i, Math.min(i * length, rows), Math.min((i + 1) * length, rows)));
        }
        ranges.add(new RowRange(small, Math.min(small * length, rows), rows));
        return ranges;
      }
    },
    /** Every other part is empty. */
    WITH_EMPTY {
      @Override
      public List<RowRange> split(Scan scan, long rows) {
        List<RowRange> ranges = new ArrayList<>();
        for (RowRange range : EVENLY.split(scan, rows)) {
          ranges.add(new RowRange(2 * range.ordinal(), range.from(), range.from()));
          ranges.add(new RowRange(2 * range.ordinal() + 1, range.from(), range.to()));
        }
        return ranges;
      }
    };

    @Override
    public abstract List<RowRange> split(Scan scan, long rows);
  }
}
