package io.vgi.example.cache;

import io.vgi.example.partition.Partitions;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.param.Arg;
import org.jspecify.annotations.Nullable;

/** Sales kept country by country, which many readers bring; one country is NULL. */
final class CacheCountries extends Partitions {
  private static final @Nullable String[] COUNTRIES = {"AU", "CA", "US", null};

  CacheCountries() {
    this(CachePartitions.rows());
  }

  private CacheCountries(Arg<Long> rows) {
    super(spec(rows), rows);
  }

  private static FunctionSpec spec(Arg<Long> rows) {
    return CachePartitions.spec("cache_partition_parallel", "Sales that many readers bring")
        .args(rows)
        .returns(CachePartitions.COUNTRY, CachePartitions.SALES)
        .pushdown(Pushdown.FILTER)
        .partitions(PartitionKind.SINGLE_VALUE_PARTITIONS)
        .build();
  }

  @Override
  protected int count(Call call) {
    return COUNTRIES.length;
  }

  @Override
  protected void write(int number, int rows, BatchWriter out) {
    String country = COUNTRIES[number];
    Fill.same(out, CachePartitions.COUNTRY, rows, country);
    Fill.numbers(out, CachePartitions.SALES, rows, number * CachePartitions.STEP, 1);
    out.partition(CachePartitions.COUNTRY, country, country);
    out.cache(Caching.EACH_PARTITION);
  }
}
