package io.vgi.example.partition;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Sales by country: every batch is about one country. */
public final class CountrySales extends Partitions {
  private static final List<String> COUNTRIES = List.of("AU", "BR", "CA", "FR", "US");
  private static final List<String> FEW = List.of("US", "DE", "JP", "BR");
  private static final String ROWS = "rows_per_country";
  private static final Arg<Long> LEADING = rows();
  private static final Arg<Long> TRAILING = rows();
  private static final Arg<Long> SPLIT =
      Arg.bigint(ROWS).named().orElse(5L).atLeast(0L).doc("Rows in each partition");

  private static final Column<BigIntVector> SEQ = Column.bigint("seq");
  private static final Column<VarCharVector> LABEL = Column.varchar("label");
  private static final Column<BigIntVector> SALES = Column.bigint("sales");
  private static final Column<VarCharVector> COUNTRY = Column.varchar("country").partition();

  private final List<String> countries;
  private final long first;
  private final long step;

  private CountrySales(
      TableSpecBuilder spec, Arg<Long> rows, List<String> countries, long first, long step) {
    super(spec.args(rows).partitions(PartitionKind.SINGLE_VALUE_PARTITIONS).build(), rows);
    this.countries = countries;
    this.first = first;
    this.step = step;
  }

  private static Arg<Long> rows() {
    return Arg.bigint(ROWS).atLeast(1L).doc("Rows to emit per country partition");
  }

  /** The country comes first. */
  public static CountrySales leading() {
    return new CountrySales(
        FunctionSpec.table("country_partitioned_sales")
            .returns(COUNTRY, SALES)
            .doc("Sales by country, one batch for each country")
            .categories("generator", "partitioning")
            .example(
                "SELECT country, SUM(sales) FROM country_partitioned_sales(100) GROUP BY country",
                "Partitioned aggregate over country"),
        LEADING,
        COUNTRIES,
        0,
        1_000_000);
  }

  /** The country comes last, and queries may leave it out. */
  public static CountrySales trailing() {
    return new CountrySales(
        FunctionSpec.table("trailing_partition_sales")
            .returns(SEQ, LABEL, SALES, COUNTRY)
            .pushdown(Pushdown.PROJECTION)
            .doc("Sales by country, with the partition column behind the others")
            .categories("generator", "partitioning")
            .example(
                "SELECT country, SUM(sales) FROM trailing_partition_sales(100) GROUP BY country",
                "Partitioned aggregate over a partition column that is not the first"),
        TRAILING,
        COUNTRIES,
        0,
        1_000_000);
  }

  /** Few countries and small numbers. */
  public static CountrySales split() {
    return new CountrySales(
        FunctionSpec.table("split_partitioned")
            .returns(COUNTRY, SALES)
            .doc("One split for each country"),
        SPLIT,
        FEW,
        1,
        100);
  }

  @Override
  protected int count(Call call) {
    return countries.size();
  }

  @Override
  protected void write(int number, int rows, BatchWriter out) {
    String country = countries.get(number);
    if (spec().output().contains(SEQ)) {
      Fill.numbers(out, SEQ, rows, 0, 1);
      Fill.labels(out, LABEL, rows, country + "-", 0);
    }
    Fill.numbers(out, SALES, rows, first + number * step, 1);
    Fill.same(out, COUNTRY, rows, country);
    // said rather than found, because the column need not be there
    out.partition(COUNTRY, country, country);
  }
}
