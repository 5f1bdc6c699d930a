package io.vgi.example.filter;

import io.vgi.catalog.Schema;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.VarCharVector;

/** What the functions of this package have in common, and the schemas they are in. */
public final class Filters {
  static final Column<VarCharVector> PUSHED = Column.varchar("pushed_filters");
  static final Arg<Long> COUNT = Arg.bigint("count").atLeast(1L).doc("Number of rows to generate");
  static final Arg<Long> BATCH_SIZE =
      Arg.bigint("batch_size").named().orElse(1024L).doc("Rows per batch");

  private Filters() {}

  static int batchSize(Scan scan) {
    return (int) Math.min(Math.max(1, scan.get(BATCH_SIZE)), scan.batchSize());
  }

  /** Adds what the schema {@code main} has. */
  public static void addTo(Schema.Builder main) {
    main.function(FilterEcho.counted())
        .function(FilterTables.ECHO)
        .function(new BoolFilterEcho())
        .function(new DictFilterEcho())
        .function(new DynamicFilterEcho())
        .function(new PartedFilterEcho())
        .function(new FilteredColumns())
        .function(new ValuePrune())
        .function(new ExpressionRows())
        .function(new SpatialRows())
        .function(new OrderEcho())
        .function(new SampleEcho())
        .function(FilterTables.LATE)
        .function(FilterTables.BY_SCAN)
        .function(FilterTables.BY_ARGUMENT)
        .function(new SplitFilterEcho())
        .function(new SplitPlanEcho());
  }
}
