package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** The numbers below ten thousand. */
final class TenThousand extends CountedRows {
  private static final Column<BigIntVector> N = Column.bigint("n");

  TenThousand() {
    super(
        FunctionSpec.table("ten_thousand")
            .returns(N)
            .doc("Generates 10000 integers from 0 to 9999")
            .categories("generator", "utility")
            .example("SELECT * FROM ten_thousand()", "Generate integers 0-9999")
            .build());
  }

  @Override
  protected long count(Call call) {
    return 10_000;
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    BigIntVector n = out.get(N);
    for (int i = 0; i < rows; i++) {
      n.set(i, first + i);
    }
  }
}
