package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.Stats;
import org.apache.arrow.vector.Float8Vector;

/** Real numbers from 0 on, a fixed step apart. */
final class DoubleSequence extends CountedRows {
  private static final Arg<Double> INCREMENT =
      Arg.float8("increment").named().orElse(1.0).moreThan(0.0).doc("Step between values");
  private static final Column<Float8Vector> N = Column.float8("n");

  DoubleSequence() {
    super(
        FunctionSpec.table("double_sequence")
            .args(Args.COUNT, Args.BATCH_SIZE, INCREMENT)
            .returns(N)
            .doc("Generates a sequence of floating-point numbers from 0 to n-1")
            .categories("generator", "utility")
            .tag("category", "generator")
            .tag("type", "utility")
            .example("SELECT * FROM double_sequence(10)", "Generate floats 0.0-9.0")
            .example(
                "SELECT * FROM double_sequence(1000, batch_size := 100)",
                "Generate floats 0.0-999.0 in batches of 100")
            .example(
                "SELECT * FROM double_sequence(5, increment := 0.5)",
                "Generate 0.0, 0.5, 1.0, 1.5, 2.0")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected TableShape describe(Bind bind, TableShape shape) {
    long count = bind.get(Args.COUNT);
    return count <= 0
        ? shape
        : shape.statistics(
            N, Stats.range(0.0, (count - 1) * bind.get(INCREMENT)).noNulls().distinct(count));
  }

  @Override
  protected int batchSize(Scan scan) {
    return Args.batchSize(scan);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    double increment = scan.get(INCREMENT);
    Float8Vector n = out.get(N);
    for (int i = 0; i < rows; i++) {
      n.set(i, (first + i) * increment);
    }
  }
}
