package io.vgi.example.cache;

import static io.vgi.example.cache.Caching.MINUTES;
import static io.vgi.example.cache.Caching.TTL;
import static io.vgi.example.cache.Caching.count;
import static io.vgi.example.cache.Caching.spec;
import static io.vgi.example.table.Args.N;
import static io.vgi.function.TableFunction.range;

import io.vgi.example.partition.EqualChunks;
import io.vgi.example.table.Splits;
import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RangeFunction;
import io.vgi.function.RowOrder;
import io.vgi.function.RowRange;
import io.vgi.function.Scan;
import io.vgi.function.SplitRangeFunction;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import org.apache.arrow.vector.BigIntVector;

/** Whole numbers from 0 on in many small batches, with one cache hint or another. */
final class CacheNumbers {
  private static final ValueColumn<BigIntVector, Long> V = Column.bigint("v");

  private CacheNumbers() {}

  /** Kept as long as the caller says. */
  static RangeFunction withTtl() {
    Arg<Long> count = count("n", 10);
    return range(
            FunctionSpec.table("cacheable_numbers")
                .args(count, TTL)
                .returns(N)
                .doc("Emits n rows [0..n) that may be kept for some time")
                .categories("generator", "cache")
                .tag("category", "cache")
                .tag("type", "generator")
                .example("SELECT * FROM cacheable_numbers(n := 10)", "0-9, kept for five minutes")
                .example(
                    "SELECT * FROM cacheable_numbers(n := 10, ttl := 60)", "0-9, kept for a minute")
                .build(),
            count,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                out.series(N, rows, first, 1);
                if (first == 0) {
                  out.cache(CacheHint.forSeconds(scan.get(TTL)));
                }
              }
            })
        .batches(1000);
  }

  private static RangeFunction numbers(
      TableSpecBuilder spec, Arg<Long> count, ValueColumn<BigIntVector, Long> column) {
    return range(
            spec.args(count).returns(column).build(),
            count,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                out.series(column, rows, first, 1);
              }
            })
        .batches(1000);
  }

  /** Never kept. */
  static RangeFunction noStore() {
    return numbers(
        spec("cache_no_store", "no_store", "Emits n rows that must not be kept")
            .cache(CacheHint.never())
            .example("SELECT * FROM cache_no_store(n := 5)", "Five rows that are never kept"),
        count("n", 10),
        N);
  }

  /** Several batches. */
  static RangeFunction big() {
    return numbers(
        spec("cache_big", "multi_batch", "Emits many small batches that may be kept")
            .cache(MINUTES)
            .example("SELECT count(*) FROM cache_big(rows := 50000)", "A result of many batches"),
        count("rows", 5000),
        N);
  }

  /** Results differ by the conditions handed down. */
  static RangeFunction filtered() {
    return numbers(
        spec("cache_filtered", "filtered", "Takes filters; each one is a result to keep")
            .pushdown(Pushdown.FILTER)
            .cache(MINUTES)
            .example(
                "SELECT count(*) FROM cache_filtered(rows := 100) WHERE n >= 50",
                "Kept apart from the result without the condition"),
        count("rows", 100),
        N);
  }

  /** As many rows as the caller wants, for measurements. */
  static RangeFunction bench() {
    return numbers(
        spec("cache_bench", "bench", "Emits a result to keep of any size")
            .cache(MINUTES)
            .example("SELECT count(*) FROM cache_bench(1000000)", "A result of a million rows"),
        Arg.bigint("rows").atLeast(0L).doc("Number of rows to generate"),
        V);
  }

  /** Several readers bring the result together, in any order. */
  static SplitRangeFunction parallel() {
    var count = Arg.bigint("rows").atLeast(0L).doc("Total number of rows to generate");
    var batchSize =
        Arg.bigint("batch_size").named().orElse(24_000L).atLeast(1L).doc("Rows per output batch");
    return SplittableTableFunction.ranges(
            spec("cache_parallel", "parallel", "A result to keep that many readers bring")
                .args(count, batchSize)
                .returns(V)
                .cache(MINUTES)
                .example("SELECT count(*) FROM cache_parallel(1000000)", "A million rows")
                .build(),
            count,
            Splits.Division.SOME_CHUNKS,
            new SplittableTableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
                out.series(V, rows, first, 1);
              }
            })
        .batches(batchSize);
  }

  /** Several readers bring a result whose order must stay. */
  static SplitRangeFunction ordered() {
    var count =
        Arg.bigint("rows")
            .named()
            .orElse(200_000L)
            .atLeast(0L)
            .doc("Total number of rows to generate");
    var chunk =
        Arg.bigint("chunk_size").named().orElse(1000L).atLeast(1L).doc("Rows per partition");
    return SplittableTableFunction.ranges(
            spec("cache_ordered", "ordered", "A result to keep whose order must stay")
                .args(count, chunk)
                .returns(N)
                .order(RowOrder.FIXED_ORDER)
                .batchIndexed()
                .cache(MINUTES)
                .example("SELECT * FROM cache_ordered(rows := 1000)", "0-999 in order, each time")
                .build(),
            count,
            new EqualChunks(chunk),
            new SplittableTableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, RowRange range, long first, int rows, BatchWriter out) {
                out.series(N, rows, first, 1);
                out.batchIndex(range.ordinal());
              }
            })
        .batches(256);
  }
}
