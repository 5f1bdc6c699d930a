package io.vgi.example.filter;

import io.vgi.example.table.Args;
import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.pushdown.Sample;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Shows the sample that a query asks for, without taking it. */
final class SampleEcho extends CountedRows {
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> S = Column.varchar("s");
  private static final Column<Float8Vector> PERCENTAGE = Column.float8("sample_percentage");
  private static final Column<BigIntVector> SEED = Column.bigint("sample_seed");

  SampleEcho() {
    super(
        FunctionSpec.table("sample_echo")
            .args(Args.COUNT, Args.BATCH_SIZE)
            .returns(N, S, PERCENTAGE, SEED)
            .pushdown(Pushdown.PROJECTION, Pushdown.SAMPLE)
            .doc("Echoes the sample that was handed down, and gives all rows")
            .categories("generator", "diagnostic")
            .example(
                "SELECT * FROM sample_echo(100) TABLESAMPLE SYSTEM(10%)",
                "The sample that was seen")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected int batchSize(Scan scan) {
    return Args.batchSize(scan);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Sample sample = scan.sample();
    Fill.numbers(out, N, rows, first, 1);
    Fill.labels(out, S, rows, "row_", first);
    if (out.wants(PERCENTAGE)) {
      Float8Vector percentages = out.get(PERCENTAGE);
      double percentage = sample == null ? -1 : sample.percentage();
      for (int i = 0; i < rows; i++) {
        percentages.set(i, percentage);
      }
    }
    Fill.same(out, SEED, rows, sample == null ? -1 : sample.seed().orElse(-1));
  }
}
