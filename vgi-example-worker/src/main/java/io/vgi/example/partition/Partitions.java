package io.vgi.example.partition;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.function.RowRange;
import io.vgi.function.Scan;
import io.vgi.function.SplitRangeFunction;
import io.vgi.function.SplittableTableFunction;
import io.vgi.function.TableFunction.RowCount;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Partitions of equal length, each of which is one batch that any reader may take. */
public final class Partitions {
  private static final String PER_COUNTRY = "rows_per_country";
  private static final ValueColumn<VarCharVector, String> COUNTRY =
      Column.varchar("country").partition();
  private static final ValueColumn<BigIntVector, Long> SALES = Column.bigint("sales");
  private static final List<String> COUNTRIES = List.of("AU", "BR", "CA", "FR", "US");
  private static final SplitRangeFunction TRAILING = trailing();

  private Partitions() {}

  /** Writes one partition. */
  @FunctionalInterface
  public interface Kernel {
    /** Writes all rows of partition {@code number}. */
    void write(int number, int rows, BatchWriter out);
  }

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder data) {
    data.table(Table.named("trailing_partition_sales").from(TRAILING, 100L));
  }

  /** Adds what the schema {@code main} has. */
  public static void addTo(Schema.Builder main) {
    Chunks.addTo(main);
    main.function(leading())
        .function(TRAILING)
        .function(split())
        .function(regions())
        .function(categories())
        .function(
            keys(
                FunctionSpec.table("disjoint_range_partitioned")
                    .partitions(PartitionKind.DISJOINT_PARTITIONS)
                    .doc("Batches with ranges of keys that lie apart"),
                "Number of disjoint partitions",
                1000))
        .function(
            keys(
                FunctionSpec.table("overlapping_range_partitioned")
                    .partitions(PartitionKind.OVERLAPPING_PARTITIONS)
                    .doc("Batches with ranges of keys that may overlap"),
                "Number of overlapping partitions",
                500));
    BrokenPartitions.addTo(main);
  }

  /** {@code count} partitions of as many rows as the argument says. */
  public static SplitRangeFunction of(
      TableSpecBuilder spec, RowCount count, Arg<Long> rows, Kernel kernel) {
    return SplittableTableFunction.ranges(
            spec.build(),
            new RowCount() {
              @Override
              public long of(Call call) throws Exception {
                return Math.multiplyExact(call.get(rows), count.of(call));
              }
            },
            new SplittableTableFunction.Splitter() {
              @Override
              public List<RowRange> split(Scan scan, long all) {
                return RowRange.chunks(all, Math.max(1, scan.get(rows)));
              }
            },
            new SplittableTableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, RowRange range, long first, int size, BatchWriter out) {
                kernel.write(Math.toIntExact(range.ordinal()), size, out);
              }
            })
        .batches(rows);
  }

  private static SplitRangeFunction ofValues(
      TableSpecBuilder spec, int count, Arg<Long> rows, Kernel kernel) {
    return of(
        spec.args(rows).partitions(PartitionKind.SINGLE_VALUE_PARTITIONS),
        new RowCount() {
          @Override
          public long of(Call call) {
            return count;
          }
        },
        rows,
        kernel);
  }

  private static Arg<Long> perCountry() {
    return Arg.bigint(PER_COUNTRY).atLeast(1L).doc("Rows to emit per country partition");
  }

  /** The country comes first. */
  private static SplitRangeFunction leading() {
    return ofValues(
        FunctionSpec.table("country_partitioned_sales")
            .returns(COUNTRY, SALES)
            .doc("Sales by country, one batch for each country")
            .categories("generator", "partitioning")
            .example(
                "SELECT country, SUM(sales) FROM country_partitioned_sales(100) GROUP BY country",
                "Partitioned aggregate over country"),
        COUNTRIES.size(),
        perCountry(),
        new Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            sales(COUNTRIES.get(number), number * 1_000_000L, rows, out);
          }
        });
  }

  private static void sales(String country, long first, int rows, BatchWriter out) {
    out.series(SALES, rows, first, 1);
    out.fill(COUNTRY, rows, country);
    // said rather than found, because a query may leave the column out
    out.partition(COUNTRY, country, country);
  }

  /** The country comes last, and queries may leave it out. */
  private static SplitRangeFunction trailing() {
    var seq = Column.bigint("seq");
    var label = Column.varchar("label");
    return ofValues(
        FunctionSpec.table("trailing_partition_sales")
            .returns(seq, label, SALES, COUNTRY)
            .pushdown(Pushdown.PROJECTION)
            .doc("Sales by country, with the partition column behind the others")
            .categories("generator", "partitioning")
            .example(
                "SELECT country, SUM(sales) FROM trailing_partition_sales(100) GROUP BY country",
                "Partitioned aggregate over a partition column that is not the first"),
        COUNTRIES.size(),
        perCountry(),
        new Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            String country = COUNTRIES.get(number);
            out.series(seq, rows, 0, 1);
            out.fill(label, 0, rows, row -> country + "-" + row);
            sales(country, number * 1_000_000L, rows, out);
          }
        });
  }

  /** Few countries and small numbers. */
  private static SplitRangeFunction split() {
    List<String> few = List.of("US", "DE", "JP", "BR");
    return ofValues(
        FunctionSpec.table("split_partitioned")
            .returns(COUNTRY, SALES)
            .doc("One split for each country"),
        few.size(),
        Arg.bigint(PER_COUNTRY).named().orElse(5L).atLeast(0L).doc("Rows in each partition"),
        new Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            sales(few.get(number), 1 + number * 100L, rows, out);
          }
        });
  }

  /** Two columns tell the partitions apart; their values are found in the batches. */
  private static SplitRangeFunction regions() {
    List<String> regions = List.of("AMER", "EMEA", "APAC");
    int years = 2;
    ValueColumn<VarCharVector, String> region = Column.varchar("region").partition();
    ValueColumn<BigIntVector, Long> year = Column.bigint("year").partition();
    var value = Column.float8("value");
    return ofValues(
        FunctionSpec.table("region_year_partitioned")
            .returns(region, year, value)
            .doc("Values by region and year, one batch for each pair")
            .categories("generator", "partitioning")
            .example(
                "SELECT region, year, AVG(value) FROM region_year_partitioned(100)"
                    + " GROUP BY region, year",
                "Partitioned aggregate over (region, year)"),
        regions.size() * years,
        Arg.bigint("rows_per_partition").atLeast(1L).doc("Rows per (region, year) partition"),
        new Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            out.fill(region, rows, regions.get(number / years));
            out.series(year, rows, 2023 + number % years, 0);
            out.fill(value, 0, rows, row -> number * 1000.0 + row);
          }
        });
  }

  /** Says what partition a batch is although the batch shows it as well. */
  private static SplitRangeFunction categories() {
    List<String> categories = List.of("books", "music", "video");
    ValueColumn<VarCharVector, String> category = Column.varchar("category").partition();
    var revenue = Column.bigint("revenue");
    return ofValues(
        FunctionSpec.table("partitioned_with_explicit_override")
            .returns(category, revenue)
            .doc("Revenue by category, with partition values that are given explicitly")
            .categories("generator", "partitioning", "testing"),
        categories.size(),
        Arg.bigint("rows_per_category").atLeast(1L).doc("Rows per category partition"),
        new Kernel() {
          @Override
          public void write(int number, int rows, BatchWriter out) {
            String name = categories.get(number);
            out.fill(category, rows, name);
            out.series(revenue, rows, (number + 1) * 100L, 1);
            out.partition(category, name, name);
          }
        });
  }

  /** Ranges of keys that begin {@code stride} apart: longer ones share keys. */
  private static SplitRangeFunction keys(TableSpecBuilder spec, String doc, long stride) {
    var partitions = Arg.bigint("partitions").atLeast(1L).doc(doc);
    var rows =
        Arg.bigint("rows_per_partition").named().orElse(10L).atLeast(1L).doc("Rows per partition");
    ValueColumn<BigIntVector, Long> key = Column.bigint("key").partition();
    var value = Column.bigint("value");
    return of(
        spec.args(partitions, rows)
            .returns(key, value)
            .categories("generator", "partitioning", "testing"),
        new RowCount() {
          @Override
          public long of(Call call) {
            return call.get(partitions);
          }
        },
        rows,
        new Kernel() {
          @Override
          public void write(int number, int size, BatchWriter out) {
            out.series(key, size, number * stride, 1);
            out.series(value, size, number * 10L, 1);
          }
        });
  }
}
