package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Twice the number, which the engine may keep. */
final class CachedDouble implements TableInOutFunction {
  private static final Column<BigIntVector> X = Column.bigint("x").doc("Input column");
  private static final Column<BigIntVector> DOUBLED = Column.bigint("doubled");

  private final FunctionSpec spec;

  private CachedDouble(FunctionSpec spec) {
    this.spec = spec;
  }

  /** The function whose results may be kept for a while, value by value. */
  static CachedDouble eachValue() {
    return new CachedDouble(
        FunctionSpec.tableInOut("cached_double")
            .columns(X)
            .returns(DOUBLED)
            .doc("Cacheable blended map x -> x*2 (advertises vgi.cache.ttl + per_value)")
            .categories("blended", "cache", "test")
            .cache(CacheHint.forSeconds(300).eachValue())
            .build());
  }

  /** The function that is asked each time whether its result is still good. */
  static CachedDouble revalidated() {
    return new CachedDouble(
        FunctionSpec.tableInOut("cached_reval_double")
            .columns(X)
            .returns(DOUBLED)
            .doc("Blended map x->x*2 with always-revalidate (304 not_modified) contract")
            .categories("blended", "cache", "test")
            .build());
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    if (spec.cache() == null && Validator.answers(scan, in, out)) {
      return;
    }
    BigIntVector numbers = in.get(X);
    BigIntVector doubled = out.get(DOUBLED);
    in.forEachRow(row -> doubled.setSafe(row, Math.multiplyExact(numbers.get(row), 2L)));
    out.rows(in.count());
  }
}
