package io.vgi.example.cache;

import io.vgi.example.table.Args;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import org.jspecify.annotations.Nullable;

/** A batch that may be kept, then one that lies where the engine cannot get it. */
record CachePointer(FunctionSpec spec) implements TableFunction<CachePointer.Turn> {
  /** How many batches a scan gave. */
  record Turn(int number) {}

  CachePointer() {
    this(
        Caching.spec(
                "cache_external_fail",
                "poison_external",
                "A batch that may be kept, then one that cannot be fetched")
            .returns(Args.N)
            .cache(Caching.MINUTES)
            .build());
  }

  @Override
  public Turn open(Scan scan) {
    return new Turn(0);
  }

  @Override
  public @Nullable Turn next(Scan scan, Turn at, BatchWriter out) {
    if (at.number() == 0) {
      out.series(Args.N, 3, 0, 1);
      out.rows(3);
    } else if (at.number() == 1) {
      // a port where nobody listens
      out.metadata("vgi_rpc.location", "http://127.0.0.1:9/vgi-cache-poison-nonexistent");
      out.rows(0);
    }
    return at.number() == 2 ? null : new Turn(at.number() + 1);
  }
}
