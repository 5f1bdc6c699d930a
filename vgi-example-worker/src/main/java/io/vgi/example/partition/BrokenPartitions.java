package io.vgi.example.partition;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.PartitionKind;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Functions that break the rules of partitions, each in its way; their calls must fail. */
final class BrokenPartitions implements TableFunction<BrokenPartitions.Start> {
  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(1L).doc("Rows to attempt to emit");
  private static final String SINGLE = PartitionKind.SINGLE_VALUE_PARTITIONS.name();

  private final FunctionSpec spec;
  private final Fault fault;
  private final Column<VarCharVector> group;
  private final Column<BigIntVector> value;

  /** What is wrong. */
  enum Fault {
    /** Batches do not say what partition they are. */
    NOT_SAID,
    /** A batch says that it has two values where it must have one. */
    TWO_VALUES,
    /** Batches say what partition they are although there are none. */
    NOT_PARTITIONED,
    /** The partition column is not written. */
    NOT_WRITTEN
  }

  /** Before the only batch. */
  record Start() {}

  BrokenPartitions(String name, Fault fault, String group, String value, String doc) {
    this.fault = fault;
    Column<VarCharVector> column = Column.varchar(group);
    this.group = fault == Fault.NOT_PARTITIONED ? column : column.partition();
    this.value = Column.bigint(value);
    TableSpecBuilder builder =
        FunctionSpec.table(name)
            .args(COUNT)
            .doc("Broken on purpose: " + doc)
            .categories("testing", "broken");
    switch (fault) {
      case NOT_PARTITIONED -> {}
      // only the engine is told, so that the SDK adds nothing to the batches
      case NOT_SAID -> builder.listedForTests("partition_kind", SINGLE);
      default -> builder.partitions(PartitionKind.SINGLE_VALUE_PARTITIONS);
    }
    this.spec = builder.build();
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(group, value);
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    int rows = (int) Math.min(scan.get(COUNT), scan.batchSize());
    Fill.numbers(out, value, rows, 0, 1);
    out.rows(rows);
    if (fault != Fault.NOT_WRITTEN) {
      Fill.same(out, group, rows, "US");
    }
    if (fault == Fault.TWO_VALUES) {
      out.partition(group, "US", "BR");
    } else if (fault == Fault.NOT_PARTITIONED) {
      out.partition(group, "US", "US");
    }
    return null;
  }
}
