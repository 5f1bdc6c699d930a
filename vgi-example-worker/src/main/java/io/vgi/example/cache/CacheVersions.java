package io.vgi.example.cache;

import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Rows that differ by version: version v has numbers from 100 v + 1 on. */
public final class CacheVersions extends CountedRows {
  /** The newest version. */
  public static final long NEWEST = 3;

  private static final long[] ROWS = {3, 2, 4};
  private static final Arg<Long> VERSION =
      Arg.bigint("version").doc("Data version, which the catalog takes from the AT clause");
  private static final Column<BigIntVector> V = Column.bigint("v");

  /** The only form of it. */
  public CacheVersions() {
    super(
        Caching.spec("cache_versioned_scan", "time_travel", "Rows of a version, kept for each one")
            .args(VERSION)
            .returns(V)
            .cache(Caching.MINUTES)
            .build());
  }

  private static long version(Call call) {
    long version = call.get(VERSION);
    return version < 1 || version > NEWEST ? NEWEST : version;
  }

  @Override
  protected long count(Call call) {
    return ROWS[(int) version(call) - 1];
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Fill.numbers(out, V, rows, version(scan) * 100 + 1 + first, 1);
  }
}
