package io.vgi.example.cache;

import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Whole numbers from 0 on in many small batches, with one cache hint or another. */
public final class CacheNumbers extends CountedRows {
  private static final int BATCH_ROWS = 1000;
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<BigIntVector> V = Column.bigint("v");
  private static final Arg<Long> TTL =
      Arg.bigint("ttl").named().orElse(300L).atLeast(0L).doc("Cache TTL in seconds");

  private final Arg<Long> count;
  private final Column<BigIntVector> column;

  private CacheNumbers(TableSpecBuilder spec, Arg<Long> count, Column<BigIntVector> column) {
    super(spec.returns(column).build());
    this.count = count;
    this.column = column;
  }

  /** Kept as long as the caller says. */
  public static CacheNumbers withTtl() {
    Arg<Long> count = count("n", 10);
    return new CacheNumbers(
        FunctionSpec.table("cacheable_numbers")
            .args(count, TTL)
            .doc("Emits n rows [0..n) that may be kept for some time")
            .categories("generator", "cache")
            .tag("category", "cache")
            .tag("type", "generator")
            .example("SELECT * FROM cacheable_numbers(n := 10)", "0-9, kept for five minutes")
            .example(
                "SELECT * FROM cacheable_numbers(n := 10, ttl := 60)", "0-9, kept for a minute"),
        count,
        N);
  }

  /** Never kept. */
  public static CacheNumbers noStore() {
    Arg<Long> count = count("n", 10);
    return new CacheNumbers(
        Caching.spec("cache_no_store", "no_store", "Emits n rows that must not be kept")
            .args(count)
            .cache(CacheHint.never())
            .example("SELECT * FROM cache_no_store(n := 5)", "Five rows that are never kept"),
        count,
        N);
  }

  /** Several batches. */
  public static CacheNumbers big() {
    Arg<Long> count = count("rows", 5000);
    return new CacheNumbers(
        Caching.spec("cache_big", "multi_batch", "Emits many small batches that may be kept")
            .args(count)
            .cache(Caching.MINUTES)
            .example("SELECT count(*) FROM cache_big(rows := 50000)", "A result of many batches"),
        count,
        N);
  }

  /** Results differ by the conditions handed down. */
  public static CacheNumbers filtered() {
    Arg<Long> count = count("rows", 100);
    return new CacheNumbers(
        Caching.spec("cache_filtered", "filtered", "Takes filters; each one is a result to keep")
            .args(count)
            .pushdown(Pushdown.FILTER)
            .cache(Caching.MINUTES)
            .example(
                "SELECT count(*) FROM cache_filtered(rows := 100) WHERE n >= 50",
                "Kept apart from the result without the condition"),
        count,
        N);
  }

  /** As many rows as the caller wants, for measurements. */
  static CacheNumbers bench() {
    Arg<Long> count = Arg.bigint("rows").atLeast(0L).doc("Number of rows to generate");
    return new CacheNumbers(
        Caching.spec("cache_bench", "bench", "Emits a result to keep of any size")
            .args(count)
            .cache(Caching.MINUTES)
            .example("SELECT count(*) FROM cache_bench(1000000)", "A result of a million rows"),
        count,
        V);
  }

  private static Arg<Long> count(String name, long fallback) {
    return Arg.bigint(name).named().orElse(fallback).atLeast(0L).doc("Number of rows to generate");
  }

  @Override
  protected long count(Call call) {
    return call.get(count);
  }

  @Override
  protected int batchSize(Scan scan) {
    return BATCH_ROWS;
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Fill.numbers(out, column, rows, first, 1);
    if (first == 0 && spec().cache() == null) {
      out.cache(CacheHint.forSeconds(scan.get(TTL)));
    }
  }
}
