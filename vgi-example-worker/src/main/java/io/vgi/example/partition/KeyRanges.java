package io.vgi.example.partition;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Partitions that are ranges of keys rather than single values. */
final class KeyRanges extends Partitions {
  private static final Arg<Long> ROWS =
      Arg.bigint("rows_per_partition").named().orElse(10L).atLeast(1L).doc("Rows per partition");
  private static final Column<BigIntVector> KEY = Column.bigint("key").partition();
  private static final Column<BigIntVector> VALUE = Column.bigint("value");

  private final Arg<Long> partitions;
  private final long stride;

  private KeyRanges(
      String name, String doc, PartitionKind kind, Arg<Long> partitions, long stride) {
    super(
        FunctionSpec.table(name)
            .args(partitions, ROWS)
            .returns(KEY, VALUE)
            .partitions(kind)
            .doc(doc)
            .categories("generator", "partitioning", "testing")
            .build(),
        ROWS);
    this.partitions = partitions;
    this.stride = stride;
  }

  /** No two ranges have keys in common, up to a thousand rows. */
  static KeyRanges disjoint() {
    return new KeyRanges(
        "disjoint_range_partitioned",
        "Batches with ranges of keys that lie apart",
        PartitionKind.DISJOINT_PARTITIONS,
        count("Number of disjoint partitions"),
        1000);
  }

  /** Ranges of more than 500 rows share keys. */
  static KeyRanges overlapping() {
    return new KeyRanges(
        "overlapping_range_partitioned",
        "Batches with ranges of keys that may overlap",
        PartitionKind.OVERLAPPING_PARTITIONS,
        count("Number of overlapping partitions"),
        500);
  }

  private static Arg<Long> count(String doc) {
    return Arg.bigint("partitions").atLeast(1L).doc(doc);
  }

  @Override
  protected int count(Call call) {
    return Math.toIntExact(call.get(partitions));
  }

  @Override
  protected void write(int number, int rows, BatchWriter out) {
    Fill.numbers(out, KEY, rows, number * stride, 1);
    Fill.numbers(out, VALUE, rows, number * 10L, 1);
  }
}
