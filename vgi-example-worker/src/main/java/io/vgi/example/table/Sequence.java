package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import org.apache.arrow.vector.BigIntVector;

/** Whole numbers from 0 on, a fixed step apart. */
final class Sequence extends CountedRows {
  private static final Arg<Long> INCREMENT =
      Arg.bigint("increment").named().orElse(1L).atLeast(1L).doc("Step between values");
  private static final Column<BigIntVector> N = Column.bigint("n");

  Sequence() {
    super(
        FunctionSpec.table("sequence")
            .args(Args.COUNT, Args.BATCH_SIZE, INCREMENT)
            .returns(N)
            .doc("Generates a sequence of integers from 0 to n-1")
            .categories("generator", "utility")
            .tag("category", "generator")
            .tag("type", "utility")
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .example("SELECT * FROM sequence(10)", "Generate integers 0-9")
            .example(
                "SELECT * FROM sequence(1000, batch_size := 100)",
                "Generate integers 0-999 in batches of 100")
            .example(
                "SELECT * FROM sequence(5, batch_size := 10000, increment := 10)",
                "Generate 0, 10, 20, 30, 40")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected TableShape describe(Bind bind, TableShape shape) {
    long count = bind.get(Args.COUNT);
    long increment = bind.get(INCREMENT);
    if (count <= 0 || count - 1 > Long.MAX_VALUE / increment) {
      return shape;
    }
    return shape.statistics(N, Stats.range(0L, (count - 1) * increment).noNulls().distinct(count));
  }

  @Override
  protected int batchSize(Scan scan) {
    return Args.batchSize(scan);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    if (!out.wants(N)) {
      return;
    }
    long increment = scan.get(INCREMENT);
    BigIntVector n = out.get(N);
    for (int i = 0; i < rows; i++) {
      n.set(i, Math.multiplyExact(first + i, increment));
    }
  }
}
