package io.vgi.example.cache;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableSpecBuilder;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Fails after a batch that may be kept: nothing of such a result may be. */
public final class CachePoison implements TableFunction<CachePoison.Turn> {
  /** A port where nobody listens. */
  private static final String NOWHERE = "http://127.0.0.1:9/vgi-cache-poison-nonexistent";

  private static final int ROWS = 3;
  private static final Column<BigIntVector> N = Column.bigint("n");

  private final FunctionSpec spec;
  private final boolean external;

  /**
   * Where a scan stands.
   *
   * @param number how many batches it gave
   */
  public record Turn(int number) {}

  private CachePoison(TableSpecBuilder spec, boolean external) {
    this.spec = spec.returns(N).cache(Caching.MINUTES).build();
    this.external = external;
  }

  /** The worker fails. */
  public static CachePoison failing() {
    return new CachePoison(
        Caching.spec("cache_poison", "poison", "A batch that may be kept, then an error"), false);
  }

  /** The second batch lies where the engine cannot get it. */
  public static CachePoison external() {
    return new CachePoison(
        Caching.spec(
            "cache_external_fail",
            "poison_external",
            "A batch that may be kept, then one that cannot be fetched"),
        true);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public Turn open(Scan scan) {
    return new Turn(0);
  }

  @Override
  public @Nullable Turn next(Scan scan, Turn at, BatchWriter out) {
    if (at.number() == 0) {
      Fill.numbers(out, N, ROWS, 0, 1);
      out.rows(ROWS);
      return new Turn(1);
    } else if (!external) {
      throw VgiException.internal(
          "cache_poison: intentional mid-stream failure after a cacheable batch", null);
    } else if (at.number() == 1) {
      out.metadata("vgi_rpc.location", NOWHERE);
      out.rows(0);
      return new Turn(2);
    }
    return null;
  }
}
