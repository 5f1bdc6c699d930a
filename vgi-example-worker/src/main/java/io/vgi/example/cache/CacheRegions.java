package io.vgi.example.cache;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Amounts by region and year, each pair of which is kept by itself. */
final class CacheRegions implements TableFunction<CachePartitions.Place> {
  private static final List<String> REGIONS = List.of("EU", "US");
  private static final int YEARS = 2;
  private static final int FIRST_YEAR = 2020;
  private static final int YEAR_STEP = 2;
  private static final int PARTITIONS = 4;
  private static final Arg<Long> ROWS =
      Arg.bigint("rows_per_partition").atLeast(1L).doc("Rows per (region, year) partition");
  private static final Column<VarCharVector> REGION = Column.varchar("region").partition();
  private static final Column<BigIntVector> YEAR = Column.bigint("year").partition();
  private static final Column<BigIntVector> AMOUNT = Column.bigint("amount");

  private final FunctionSpec spec =
      CachePartitions.spec("cache_partition_multicol", "Amounts kept by region and year")
          .args(ROWS)
          .returns(REGION, YEAR, AMOUNT)
          .pushdown(Pushdown.FILTER)
          .partitions(PartitionKind.SINGLE_VALUE_PARTITIONS)
          .build();

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output())
        .cardinality(Math.multiplyExact(bind.get(ROWS), (long) PARTITIONS));
  }

  @Override
  public CachePartitions.Place open(Scan scan) {
    return new CachePartitions.Place(0);
  }

  @Override
  public CachePartitions.@Nullable Place next(
      Scan scan, CachePartitions.Place at, BatchWriter out) {
    int rows = Math.toIntExact(scan.get(ROWS));
    int number = at.partition();
    Fill.same(out, REGION, rows, REGIONS.get(number / YEARS));
    Fill.same(out, YEAR, rows, FIRST_YEAR + YEAR_STEP * (number % YEARS));
    Fill.numbers(out, AMOUNT, rows, number * 1000L, 1);
    out.cache(Caching.EACH_PARTITION);
    out.rows(rows);
    return number + 1 == PARTITIONS ? null : new CachePartitions.Place(number + 1);
  }
}
