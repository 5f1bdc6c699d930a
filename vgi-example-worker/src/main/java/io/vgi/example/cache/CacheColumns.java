package io.vgi.example.cache;

import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.Call;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Three columns, the second ten times the first, the third a hundred times. */
public final class CacheColumns extends CountedRows {
  private static final Arg<Long> N =
      Arg.bigint("n").named().orElse(4L).atLeast(0L).doc("Number of rows to generate");
  private static final Arg<Long> TTL =
      Arg.bigint("ttl").named().orElse(300L).atLeast(0L).doc("Cache TTL in seconds");
  private static final long PROJECTED_ROWS = 3;
  private static final Column<BigIntVector> A = Column.bigint("a");
  private static final Column<BigIntVector> B = Column.bigint("b");
  private static final Column<BigIntVector> C = Column.bigint("c");

  private final boolean projected;

  private CacheColumns(TableSpecBuilder spec, boolean projected) {
    super(spec.returns(A, B, C).build());
    this.projected = projected;
  }

  /** Always all columns, so that one kept result serves every choice of columns. */
  public static CacheColumns all() {
    return new CacheColumns(
        Caching.spec("cache_multicol", "multicol", "Emits rows of three columns that may be kept")
            .args(N, TTL)
            .example("SELECT b FROM cache_multicol()", "Served from the result of all columns"),
        false);
  }

  /** Only the columns asked for, so that every choice is a result of its own. */
  public static CacheColumns projected() {
    return new CacheColumns(
        Caching.spec("cache_projection", "projection", "Emits only the columns asked for")
            .pushdown(Pushdown.PROJECTION),
        true);
  }

  @Override
  protected long count(Call call) {
    return projected ? PROJECTED_ROWS : call.get(N);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    long start = projected ? first + 1 : first;
    Fill.numbers(out, A, rows, start, 1);
    Fill.numbers(out, B, rows, start * 10, 10);
    Fill.numbers(out, C, rows, start * 100, 100);
    if (first == 0) {
      out.cache(projected ? Caching.MINUTES : CacheHint.forSeconds(scan.get(TTL)));
    }
  }
}
