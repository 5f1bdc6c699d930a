package io.vgi.example.filter;

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
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;

/** Texts and lists for conditions that call functions. */
final class ExpressionRows extends CountedRows {
  private static final int TAGS_USED = 5;
  private static final Column<BigIntVector> ID = Column.bigint("id");
  private static final Column<VarCharVector> NAME = Column.varchar("name");
  private static final Column<ListVector> TAGS = Column.list("tags", SqlType.VARCHAR);
  private static final Column<Float8Vector> SCORE = Column.float8("score");

  ExpressionRows() {
    super(
        FunctionSpec.table("expression_filter_test")
            .args(Filters.COUNT, Filters.BATCH_SIZE)
            .returns(ID, NAME, TAGS, SCORE)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .doc("Texts and lists for conditions that call functions")
            .categories("generator", "testing")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Filters.COUNT);
  }

  @Override
  protected int batchSize(Scan scan) {
    return Filters.batchSize(scan);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Fill.numbers(out, ID, rows, first, 1);
    Fill.labels(out, NAME, rows, "item_", first);
    if (out.wants(TAGS)) {
      ListVector tags = out.get(TAGS);
      VarCharVector texts = (VarCharVector) tags.getDataVector();
      for (int i = 0; i < rows; i++) {
        int at = tags.startNewValue(i);
        Text.set(texts, at, "tag_" + (first + i) % TAGS_USED);
        Text.set(texts, at + 1, "tag_" + (first + i + 1) % TAGS_USED);
        tags.endValue(i, 2);
      }
    }
    if (out.wants(SCORE)) {
      Float8Vector scores = out.get(SCORE);
      for (int i = 0; i < rows; i++) {
        scores.set(i, (first + i) * 1.1);
      }
    }
  }
}
