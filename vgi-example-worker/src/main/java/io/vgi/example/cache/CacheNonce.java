package io.vgi.example.cache;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Shows whether the function ran: every run gives another number. */
public final class CacheNonce implements TableFunction<CacheNonce.Run> {
  private static final String ETAG = "\"rev-v1\"";
  private static final Arg<Long> COUNT =
      Arg.bigint("n").named().orElse(10L).atLeast(0L).doc("Number of rows to generate");
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<BigIntVector> NONCE = Column.bigint("nonce");

  private final FunctionSpec spec;
  private final boolean counted;

  /**
   * One run.
   *
   * @param nonce its number
   */
  public record Run(long nonce) {}

  private CacheNonce(TableSpecBuilder spec, boolean counted) {
    this.spec = spec.build();
    this.counted = counted;
  }

  /** Kept for some minutes. */
  public static CacheNonce plain() {
    return new CacheNonce(
        Caching.spec("cache_nonce", "nonce", "One row that changes whenever the function runs")
            .returns(NONCE)
            .cache(Caching.MINUTES)
            .example("SELECT * FROM cache_nonce()", "The same number until it is forgotten"),
        false);
  }

  /** Kept, but each use asks first. */
  public static CacheNonce revalidatable() {
    return new CacheNonce(
        Caching.spec("cache_revalidatable", "revalidatable", "One row, asked about at each use")
            .returns(NONCE)
            .cache(CacheHint.forSeconds(0).validatedBy(ETAG).revalidatable())
            .example("SELECT * FROM cache_revalidatable()", "The worker says it is still good"),
        false);
  }

  /** Kept until the transaction ends. */
  public static CacheNonce ofTransaction() {
    return new CacheNonce(
        Caching.spec("cache_scoped_txn", "scope", "Rows that are kept within a transaction")
            .args(COUNT)
            .returns(N, NONCE)
            .cache(Caching.MINUTES.withinTransaction())
            .example("SELECT * FROM cache_scoped_txn(n := 5)", "The same within a transaction"),
        true);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output()).cardinality(counted ? bind.get(COUNT) : 1);
  }

  @Override
  public Run open(Scan scan) {
    return new Run(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
  }

  @Override
  public @Nullable Run next(Scan scan, Run at, BatchWriter out) {
    if (ETAG.equals(scan.ifNoneMatch())) {
      out.notModified();
      return null;
    }
    int rows = counted ? Math.toIntExact(scan.get(COUNT)) : 1;
    if (counted) {
      Fill.numbers(out, N, rows, 0, 1);
    }
    Fill.same(out, NONCE, rows, at.nonce());
    out.rows(rows);
    return null;
  }
}
