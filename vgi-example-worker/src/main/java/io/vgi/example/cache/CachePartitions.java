package io.vgi.example.cache;

import io.vgi.example.partition.Partitions;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.SplitRangeFunction;
import io.vgi.function.TableFunction;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Partitions to keep, as a whole or one by one; each is one batch. */
final class CachePartitions {
  private static final List<String> COUNTRIES = List.of("AU", "BR", "CA", "FR", "US");
  private static final ValueColumn<VarCharVector, String> COUNTRY =
      Column.varchar("country").partition();
  private static final ValueColumn<BigIntVector, Long> SALES = Column.bigint("sales");

  private CachePartitions() {}

  private static TableSpecBuilder spec(String name, String doc) {
    return FunctionSpec.table(name)
        .doc(doc)
        .categories("generator", "cache", "testing", "partitioning")
        .tag("category", "cache")
        .tag("type", "partitioned")
        .partitions(PartitionKind.SINGLE_VALUE_PARTITIONS);
  }

  private static Arg<Long> perCountry() {
    return Arg.bigint("rows_per_country").atLeast(1L).doc("Rows per country partition");
  }

  /** One partition after the other. */
  private static RangeFunction inTurn(
      TableSpecBuilder spec, int count, Arg<Long> rows, Partitions.Kernel kernel) {
    return TableFunction.range(
            spec.args(rows).build(),
            new TableFunction.RowCount() {
              @Override
              public long of(Call call) {
                return Math.multiplyExact(call.get(rows), (long) count);
              }
            },
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int size, BatchWriter out) {
                kernel.write((int) (first / size), size, out);
              }
            })
        .batches(rows);
  }

  private static void sales(
      @Nullable String country, int number, int rows, BatchWriter out, boolean each) {
    out.fill(COUNTRY, rows, country);
    out.series(SALES, rows, number * 1_000_000L, 1);
    out.partition(COUNTRY, country, country);
    if (each) {
      out.cache(Caching.EACH_PARTITION);
    }
  }

  /** Kept as a whole. */
  static RangeFunction whole() {
    return inTurn(
        spec("cache_partitioned", "Sales by country, kept as a whole")
            .returns(COUNTRY, SALES)
            .cache(Caching.MINUTES)
            .example(
                "SELECT country, SUM(sales) FROM cache_partitioned(100) GROUP BY country",
                "An aggregate over a kept result"),
        COUNTRIES.size(),
        perCountry(),
        new Partitions.Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            sales(COUNTRIES.get(number), number, rows, out, false);
          }
        });
  }

  /** Each country kept by itself. */
  static RangeFunction each() {
    return inTurn(
        spec("cache_partition_scope", "Sales by country, kept country by country")
            .returns(COUNTRY, SALES)
            .pushdown(Pushdown.FILTER)
            .example(
                "SELECT * FROM cache_partition_scope(10) WHERE country = 'US'",
                "Served from what is kept of one country"),
        COUNTRIES.size(),
        perCountry(),
        new Partitions.Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            sales(COUNTRIES.get(number), number, rows, out, true);
          }
        });
  }

  /** Each country kept by itself, and queries may leave the country out. */
  static RangeFunction projected() {
    var extra = Column.bigint("extra");
    return inTurn(
        spec("cache_partition_proj", "Sales by country, where the country may be left out")
            .returns(COUNTRY, SALES, extra)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER),
        2,
        perCountry(),
        new Partitions.Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            sales(number == 0 ? "CA" : "US", number, rows, out, true);
            out.series(extra, rows, number * 1_000_000L + 500, 1);
          }
        });
  }

  /** Each pair of a region and a year kept by itself. */
  static RangeFunction regions() {
    ValueColumn<VarCharVector, String> region = Column.varchar("region").partition();
    ValueColumn<BigIntVector, Long> year = Column.bigint("year").partition();
    var amount = Column.bigint("amount");
    return inTurn(
        spec("cache_partition_multicol", "Amounts kept by region and year")
            .returns(region, year, amount)
            .pushdown(Pushdown.FILTER),
        4,
        Arg.bigint("rows_per_partition").atLeast(1L).doc("Rows per (region, year) partition"),
        new Partitions.Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            out.fill(region, rows, number < 2 ? "EU" : "US");
            out.series(year, rows, 2020 + 2 * (number % 2), 0);
            out.series(amount, rows, number * 1000L, 1);
            out.cache(Caching.EACH_PARTITION);
          }
        });
  }

  /** Each country kept by itself, brought by many readers; one country is NULL. */
  static SplitRangeFunction parallel() {
    Arg<Long> perCountry = perCountry();
    @Nullable String[] countries = {"AU", "CA", "US", null};
    return Partitions.of(
        spec("cache_partition_parallel", "Sales that many readers bring")
            .args(perCountry)
            .returns(COUNTRY, SALES)
            .pushdown(Pushdown.FILTER),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            return countries.length;
          }
        },
        perCountry,
        new Partitions.Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            sales(countries[number], number, rows, out, true);
          }
        });
  }
}
