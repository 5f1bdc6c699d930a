package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** A sequence with a STRUCT about each number and a LIST of the numbers up to it. */
final class NestedSequence extends CountedRows {
  private static final Arg<Long> HISTORY_SIZE =
      Arg.bigint("history_size").named().orElse(20L).atLeast(1L).doc("Max items in history list");

  private static final String INDEX = "index";
  private static final String LABEL = "label";

  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<StructVector> METADATA =
      Column.struct("metadata", Column.bigint(INDEX), Column.varchar(LABEL));
  private static final Column<ListVector> HISTORY = Column.list("history", SqlType.BIGINT);

  NestedSequence() {
    super(
        FunctionSpec.table("nested_sequence")
            .args(Args.COUNT, Args.BATCH_SIZE, HISTORY_SIZE)
            .returns(N, METADATA, HISTORY)
            .doc("Generates a sequence with nested struct and list columns")
            .categories("generator", "utility", "testing")
            .tag("category", "generator")
            .tag("type", "testing")
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .example("SELECT * FROM nested_sequence(10)", "Generate 10 rows with nested columns")
            .example(
                "SELECT n, metadata FROM nested_sequence(100) WHERE n >= 50",
                "Filter and project nested sequence")
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
    if (out.wants(N)) {
      BigIntVector n = out.get(N);
      for (int i = 0; i < rows; i++) {
        n.set(i, first + i);
      }
    }
    if (out.wants(METADATA)) {
      writeMetadata(out.get(METADATA), first, rows);
    }
    if (out.wants(HISTORY)) {
      writeHistory(out.get(HISTORY), first, rows, scan.get(HISTORY_SIZE));
    }
  }

  private static void writeMetadata(StructVector metadata, long first, int rows) {
    BigIntVector index = metadata.getChild(INDEX, BigIntVector.class);
    VarCharVector label = metadata.getChild(LABEL, VarCharVector.class);
    for (int i = 0; i < rows; i++) {
      metadata.setIndexDefined(i);
      index.setSafe(i, first + i);
      Text.set(label, i, "row_" + (first + i));
    }
  }

  private static void writeHistory(ListVector history, long first, int rows, long most) {
    BigIntVector values = (BigIntVector) history.getDataVector();
    for (int i = 0; i < rows; i++) {
      int at = history.startNewValue(i);
      long last = first + i;
      long oldest = Math.max(0, last - most + 1);
      for (long value = oldest; value <= last; value++) {
        values.setSafe(at++, value);
      }
      history.endValue(i, (int) (last - oldest + 1));
    }
  }
}
