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
import org.apache.arrow.vector.VarCharVector;

/** Says what partition a batch is although the batch shows it as well. */
final class CategoryRevenue extends Partitions {
  private static final List<String> CATEGORIES = List.of("books", "music", "video");
  private static final Arg<Long> ROWS =
      Arg.bigint("rows_per_category").atLeast(1L).doc("Rows per category partition");

  private static final Column<VarCharVector> CATEGORY = Column.varchar("category").partition();
  private static final Column<BigIntVector> REVENUE = Column.bigint("revenue");

  CategoryRevenue() {
    super(
        FunctionSpec.table("partitioned_with_explicit_override")
            .args(ROWS)
            .returns(CATEGORY, REVENUE)
            .partitions(PartitionKind.SINGLE_VALUE_PARTITIONS)
            .doc("Revenue by category, with partition values that are given explicitly")
            .categories("generator", "partitioning", "testing")
            .build(),
        ROWS);
  }

  @Override
  protected int count(Call call) {
    return CATEGORIES.size();
  }

  @Override
  protected void write(int number, int rows, BatchWriter out) {
    String category = CATEGORIES.get(number);
    Fill.same(out, CATEGORY, rows, category);
    Fill.numbers(out, REVENUE, rows, (number + 1) * 100L, 1);
    out.partition(CATEGORY, category, category);
  }
}
