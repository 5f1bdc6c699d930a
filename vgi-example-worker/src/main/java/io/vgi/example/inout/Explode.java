package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** For each row the numbers from 0 up to the one in it. */
final class Explode implements TableInOutFunction {
  private static final Column<BigIntVector> N =
      Column.bigint("n").doc("Fan-out count: emit rows 0..n-1 for this input row");
  private static final Column<BigIntVector> I = Column.bigint("i");

  private final FunctionSpec spec;
  private final boolean interleaved;

  private Explode(FunctionSpec spec, boolean interleaved) {
    this.spec = spec;
    this.interleaved = interleaved;
  }

  static Explode plain() {
    return new Explode(
        FunctionSpec.tableInOut("blended_explode")
            .columns(N)
            .returns(I)
            .doc("Blended 1->N fan-out (emit 0..n-1 per input row) with row provenance")
            .categories("blended", "test")
            .build(),
        false);
  }

  /** The function whose results may be kept; the rows of an origin are not together. */
  static Explode cached() {
    return new Explode(
        FunctionSpec.tableInOut("cached_explode")
            .columns(N)
            .returns(I)
            .doc("Cacheable blended 1->N fan-out (per_value) — 1:0 / 1:1 / 1:N by input")
            .categories("blended", "cache", "test")
            .cache(CacheHint.forSeconds(300).eachValue())
            .build(),
        true);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    BigIntVector counts = in.get(N);
    BigIntVector numbers = out.get(I);
    int next = 0;
    if (!interleaved) {
      for (int row = 0; row < in.count(); row++) {
        for (long i = 0; i < count(counts, row); i++) {
          out.parent(next, row);
          numbers.setSafe(next++, i);
        }
      }
      out.rows(next);
      return;
    }
    boolean more = true;
    for (long i = 0; more; i++) {
      more = false;
      for (int row = 0; row < in.count(); row++) {
        if (count(counts, row) > i) {
          out.parent(next, row);
          numbers.setSafe(next++, i);
          more = true;
        }
      }
    }
    out.rows(next);
  }

  private static long count(BigIntVector counts, int row) {
    return counts.isNull(row) ? 0 : counts.get(row);
  }
}
