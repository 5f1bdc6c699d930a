package io.vgi.example.partition;

import io.vgi.example.table.Fill;
import io.vgi.example.table.PartedRows;
import io.vgi.example.table.SplitArgs;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RowOrder;
import io.vgi.function.Scan;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;

/** Whole numbers in chunks that many readers share. */
final class PartedSequence extends PartedRows {
  private static final int CHUNK = 1000;
  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(0L).doc("Total number of integers to generate");
  private static final Arg<Long> INCREMENT =
      Arg.bigint("increment").named().orElse(1L).atLeast(1L).doc("Step between values");
  private static final Column<BigIntVector> N = Column.bigint("n");

  private final boolean steps;

  private PartedSequence(TableSpecBuilder spec, boolean steps) {
    super(spec.returns(N).categories("generator", "utility").build());
    this.steps = steps;
  }

  /** In steps of a chosen size. */
  static PartedSequence plain() {
    return new PartedSequence(
        FunctionSpec.table("partitioned_sequence")
            .args(COUNT, INCREMENT)
            .doc("Generates a partitioned sequence for multi-worker execution")
            .example("SELECT * FROM partitioned_sequence(100)", "Generate 0-99 in parallel")
            .example(
                "SELECT * FROM partitioned_sequence(10, increment := 5)",
                "Generate 0, 5, 10 and so on in parallel"),
        true);
  }

  /** With a promise on the order of the rows. */
  static PartedSequence ordered(String suffix, RowOrder order) {
    String name = "partitioned_" + suffix;
    return new PartedSequence(
        FunctionSpec.table(name)
            .args(COUNT)
            .order(order)
            .doc("A partitioned sequence that declares " + order)
            .example("SELECT * FROM " + name + "(100)", "Generate 0-99 under " + order),
        false);
  }

  @Override
  protected long count(Call call) {
    return call.get(COUNT);
  }

  @Override
  protected List<SplitArgs.Range> ranges(Scan scan, long rows) {
    return SplitArgs.chunks(rows, CHUNK);
  }

  @Override
  protected void write(Scan scan, SplitArgs.Position at, int rows, BatchWriter out) {
    long step = steps ? scan.get(INCREMENT) : 1;
    Fill.numbers(out, N, rows, Math.multiplyExact(at.row(), step), step);
  }
}
