package io.vgi.example.partition;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.function.RowOrder;

/** Puts the functions of this package into schemas. */
public final class PartitionTables {
  private static final CountrySales TRAILING = CountrySales.trailing();
  private static final long TRAILING_ROWS = 100;

  private PartitionTables() {}

  /** Adds what the schema {@code data} has. */
  public static void addToData(Schema.Builder data) {
    data.table(Table.named("trailing_partition_sales").from(TRAILING, TRAILING_ROWS));
  }

  /** Adds what the schema {@code main} has. */
  public static void addTo(Schema.Builder main) {
    main.function(PartedSequence.plain())
        .function(PartedSequence.ordered("preserves_order", RowOrder.PRESERVES_ORDER))
        .function(PartedSequence.ordered("no_order_guarantee", RowOrder.NO_ORDER_GUARANTEE))
        .function(PartedSequence.ordered("fixed_order", RowOrder.FIXED_ORDER))
        .function(IndexedSequence.numbers())
        .function(IndexedSequence.marked())
        .function(CountrySales.leading())
        .function(TRAILING)
        .function(CountrySales.split())
        .function(new RegionYears())
        .function(new CategoryRevenue())
        .function(KeyRanges.disjoint())
        .function(KeyRanges.overlapping());
    addBroken(main);
  }

  private static void addBroken(Schema.Builder main) {
    main.function(
            new BrokenIndexes(
                "broken_missing_batch_index_tag",
                BrokenIndexes.Fault.MISSING,
                "batches have no index"))
        .function(
            new BrokenIndexes(
                "broken_non_monotone_batch_index",
                BrokenIndexes.Fault.FALLING,
                "indexes fall within a stream"))
        .function(
            new BrokenIndexes(
                "broken_batch_index_overflow",
                BrokenIndexes.Fault.TOO_HIGH,
                "the index is too high"))
        .function(
            new BrokenPartitions(
                "broken_missing_partition_values",
                BrokenPartitions.Fault.NOT_SAID,
                "country",
                "sales",
                "batches do not say their partition"))
        .function(
            new BrokenPartitions(
                "broken_partition_min_neq_max",
                BrokenPartitions.Fault.TWO_VALUES,
                "country",
                "sales",
                "a batch claims to be of two partitions"))
        .function(
            new BrokenPartitions(
                "broken_partition_values_no_annotation",
                BrokenPartitions.Fault.NOT_PARTITIONED,
                "country",
                "sales",
                "partition values without a partition column"))
        .function(
            new BrokenPartitions(
                "broken_partition_column_absent_from_batch",
                BrokenPartitions.Fault.NOT_WRITTEN,
                "category",
                "revenue",
                "the partition column is never written"));
  }
}
