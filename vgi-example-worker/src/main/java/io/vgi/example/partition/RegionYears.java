package io.vgi.example.partition;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Two columns tell the partitions apart; their values are found in the batches. */
final class RegionYears extends Partitions {
  private static final List<String> REGIONS = List.of("AMER", "EMEA", "APAC");
  private static final int YEARS = 2;
  private static final int FIRST_YEAR = 2023;
  private static final Arg<Long> ROWS =
      Arg.bigint("rows_per_partition").atLeast(1L).doc("Rows per (region, year) partition");

  private static final Column<VarCharVector> REGION = Column.varchar("region").partition();
  private static final Column<BigIntVector> YEAR = Column.bigint("year").partition();
  private static final Column<Float8Vector> VALUE = Column.float8("value");

  RegionYears() {
    super(
        FunctionSpec.table("region_year_partitioned")
            .args(ROWS)
            .returns(REGION, YEAR, VALUE)
            .partitions(PartitionKind.SINGLE_VALUE_PARTITIONS)
            .doc("Values by region and year, one batch for each pair")
            .categories("generator", "partitioning")
            .example(
                "SELECT region, year, AVG(value) FROM region_year_partitioned(100)"
                    + " GROUP BY region, year",
                "Partitioned aggregate over (region, year)")
            .build(),
        ROWS);
  }

  @Override
  protected int count(Call call) {
    return REGIONS.size() * YEARS;
  }

  @Override
  protected void write(int number, int rows, BatchWriter out) {
    Fill.same(out, REGION, rows, REGIONS.get(number / YEARS));
    Fill.same(out, YEAR, rows, FIRST_YEAR + number % YEARS);
    Float8Vector values = out.get(VALUE);
    for (int i = 0; i < rows; i++) {
      values.setSafe(i, number * 1000.0 + i);
    }
  }
}
