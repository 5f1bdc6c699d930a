package io.vgi.example.filter;

import io.vgi.example.table.Args;
import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.example.table.Text;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** A column that is dictionary-encoded on the wire and a text to the engine. */
final class DictFilterEcho extends CountedRows {
  private static final List<String> COLOURS = List.of("red", "green", "blue");
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<VarCharVector> S =
      Column.of("s", SqlType.enumeration(3), VarCharVector.class);

  DictFilterEcho() {
    super(
        FunctionSpec.table("dict_filter_echo")
            .args(Args.COUNT, Args.BATCH_SIZE)
            .returns(N, S)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("A dictionary-encoded text column that takes filters")
            .categories("generator", "diagnostic", "testing")
            .example(
                "SELECT * FROM dict_filter_echo(6) WHERE s = 'green'", "Every third row is green")
            .example(
                "SELECT * FROM dict_filter_echo(6) WHERE s IN ('red', 'blue')",
                "All rows that are not green")
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
    Fill.numbers(out, N, rows, first, 1);
    if (out.wants(S)) {
      VarCharVector colours = out.get(S);
      for (int i = 0; i < rows; i++) {
        Text.set(colours, i, COLOURS.get((int) ((first + i) % COLOURS.size())));
      }
    }
  }
}
