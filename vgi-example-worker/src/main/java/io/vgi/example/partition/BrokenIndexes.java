package io.vgi.example.partition;

import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowOrder;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Functions that break the rules of batch indexes, each in its way; their calls must fail. */
final class BrokenIndexes implements TableFunction<BrokenIndexes.Turn> {
  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(1L).doc("Total rows to attempt to generate");
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final long HIGH = 10;
  private static final long LOW = 3;
  private static final long TOO_HIGH = 1L << 60;

  private final FunctionSpec spec;
  private final Fault fault;

  /** What is wrong. */
  enum Fault {
    /** Batches have no index. */
    MISSING,
    /** The second batch has a lower index than the first. */
    FALLING,
    /** The index is beyond what the engine can take. */
    TOO_HIGH
  }

  /**
   * Where a scan stands.
   *
   * @param number how many batches it gave
   */
  record Turn(int number) {}

  BrokenIndexes(String name, Fault fault, String doc) {
    this.fault = fault;
    this.spec =
        FunctionSpec.table(name)
            .args(COUNT)
            .returns(N)
            .order(RowOrder.FIXED_ORDER)
            .batchIndexed()
            .doc("Broken on purpose: " + doc)
            .categories("testing", "broken")
            .build();
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public Turn open(Scan scan) {
    return new Turn(0);
  }

  @Override
  public @Nullable Turn next(Scan scan, Turn at, BatchWriter out) {
    int rows = (int) Math.min(scan.get(COUNT), scan.batchSize());
    Fill.numbers(out, N, rows, 0, 1);
    out.rows(rows);
    if (fault != Fault.MISSING) {
      out.batchIndex(fault == Fault.TOO_HIGH ? TOO_HIGH : at.number() == 0 ? HIGH : LOW);
    }
    return fault == Fault.FALLING && at.number() == 0 ? new Turn(1) : null;
  }
}
