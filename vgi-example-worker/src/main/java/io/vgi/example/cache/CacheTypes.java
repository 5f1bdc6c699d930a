package io.vgi.example.cache;

import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.example.table.Text;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** A result to keep with nested values, and NULLs in every fifth row. */
final class CacheTypes extends CountedRows {
  private static final int BATCH_ROWS = 2048;
  private static final int NULL_EVERY = 5;
  private static final String X = "x";
  private static final String Y = "y";
  private static final Arg<Long> ROWS =
      Arg.bigint("rows").atLeast(0L).doc("Total number of rows to generate");
  private static final Column<BigIntVector> ID = Column.bigint("id");
  private static final Column<ListVector> TAGS = Column.list("tags", SqlType.BIGINT);
  private static final Column<StructVector> ATTRS =
      Column.struct("attrs", Column.bigint(X), Column.varchar(Y));
  private static final Column<DecimalVector> AMT = Column.decimal("amt", 18, 2);
  private static final Column<TimeStampMicroVector> TS = Column.timestamp("ts");
  private static final Column<VarCharVector> LABEL = Column.varchar("label");

  CacheTypes() {
    super(
        Caching.spec("cache_types", "types", "A result to keep with nested values and NULLs")
            .args(ROWS)
            .returns(ID, TAGS, ATTRS, AMT, TS, LABEL)
            .cache(Caching.MINUTES)
            .example("SELECT count(*) FROM cache_types(10000)", "Nested values and NULLs")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(ROWS);
  }

  @Override
  protected int batchSize(Scan scan) {
    return BATCH_ROWS;
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Fill.numbers(out, ID, rows, first, 1);
    ListVector tags = out.get(TAGS);
    BigIntVector items = (BigIntVector) tags.getDataVector();
    StructVector attrs = out.get(ATTRS);
    BigIntVector x = attrs.getChild(X, BigIntVector.class);
    VarCharVector y = attrs.getChild(Y, VarCharVector.class);
    DecimalVector amounts = out.get(AMT);
    TimeStampMicroVector times = out.get(TS);
    VarCharVector labels = out.get(LABEL);
    for (int i = 0; i < rows; i++) {
      long id = first + i;
      if (id % NULL_EVERY == 0) {
        continue;
      }
      int at = tags.startNewValue(i);
      for (int k = 0; k < 3; k++) {
        items.setSafe(at + k, id + k);
      }
      tags.endValue(i, 3);
      attrs.setIndexDefined(i);
      x.setSafe(i, id);
      Text.set(y, i, Y + id);
      amounts.set(i, id * 100 + id % 100);
      times.set(i, id);
      Text.set(labels, i, "label-" + id);
    }
  }
}
