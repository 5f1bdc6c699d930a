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
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Sales by country to keep, as a whole or country by country, given one after the other. */
final class CachePartitions implements TableFunction<CachePartitions.Place> {
  static final Column<VarCharVector> COUNTRY = Column.varchar("country").partition();
  static final Column<BigIntVector> SALES = Column.bigint("sales");
  static final long STEP = 1_000_000;
  private static final Column<BigIntVector> EXTRA = Column.bigint("extra");
  private static final long EXTRA_FIRST = 500;

  private final FunctionSpec spec;
  private final Arg<Long> rows;
  private final List<String> countries;
  private final boolean each;

  /**
   * Where a scan stands.
   *
   * @param partition the number of the next partition
   */
  record Place(int partition) {}

  private CachePartitions(
      TableSpecBuilder spec, Arg<Long> rows, List<String> countries, boolean each) {
    this.spec = spec.args(rows).partitions(PartitionKind.SINGLE_VALUE_PARTITIONS).build();
    this.rows = rows;
    this.countries = countries;
    this.each = each;
  }

  /** Kept as a whole. */
  static CachePartitions whole() {
    return new CachePartitions(
        spec("cache_partitioned", "Sales by country, kept as a whole")
            .returns(COUNTRY, SALES)
            .cache(Caching.MINUTES)
            .example(
                "SELECT country, SUM(sales) FROM cache_partitioned(100) GROUP BY country",
                "An aggregate over a kept result"),
        rows(),
        List.of("AU", "BR", "CA", "FR", "US"),
        false);
  }

  /** Each country kept by itself. */
  static CachePartitions each() {
    return new CachePartitions(
        spec("cache_partition_scope", "Sales by country, kept country by country")
            .returns(COUNTRY, SALES)
            .pushdown(Pushdown.FILTER)
            .example(
                "SELECT * FROM cache_partition_scope(10) WHERE country = 'US'",
                "Served from what is kept of one country"),
        rows(),
        List.of("AU", "BR", "CA", "FR", "US"),
        true);
  }

  /** Each country kept by itself, and queries may leave the country out. */
  static CachePartitions projected() {
    return new CachePartitions(
        spec("cache_partition_proj", "Sales by country, where the country may be left out")
            .returns(COUNTRY, SALES, EXTRA)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER),
        rows(),
        List.of("CA", "US"),
        true);
  }

  static Arg<Long> rows() {
    return Arg.bigint("rows_per_country").atLeast(1L).doc("Rows per country partition");
  }

  static TableSpecBuilder spec(String name, String doc) {
    return FunctionSpec.table(name)
        .doc(doc)
        .categories("generator", "cache", "testing", "partitioning")
        .tag("category", "cache")
        .tag("type", "partitioned");
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output())
        .cardinality(Math.multiplyExact(bind.get(rows), (long) countries.size()));
  }

  @Override
  public Place open(Scan scan) {
    return new Place(0);
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) {
    String country = countries.get(at.partition());
    int count = Math.toIntExact(scan.get(rows));
    long first = at.partition() * STEP;
    Fill.same(out, COUNTRY, count, country);
    Fill.numbers(out, SALES, count, first, 1);
    if (spec.output().contains(EXTRA)) {
      Fill.numbers(out, EXTRA, count, first + EXTRA_FIRST, 1);
    }
    out.partition(COUNTRY, country, country);
    if (each) {
      out.cache(Caching.EACH_PARTITION);
    }
    out.rows(count);
    int next = at.partition() + 1;
    return next == countries.size() ? null : new Place(next);
  }
}
