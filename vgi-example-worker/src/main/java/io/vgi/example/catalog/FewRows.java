package io.vgi.example.catalog;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Three rows of one column or of two; which of them only bind says. */
final class FewRows implements TableFunction<FewRows.Start> {
  static final Column<BigIntVector> ID = Column.bigint("id");
  static final Column<BigIntVector> VAL = Column.bigint("val");
  private static final int ROWS = 3;
  private static final int STEP = 10;

  private final FunctionSpec spec;
  private final boolean wide;

  /** Before the only batch. */
  record Start() {}

  FewRows(String name, String doc, boolean wide) {
    this.spec =
        FunctionSpec.table(name).args(Arg.bigint("count").atLeast(0L).doc("rows")).doc(doc).build();
    this.wide = wide;
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return wide ? TableShape.of(ID, VAL) : TableShape.of(ID);
  }

  @Override
  public Start open(Scan scan) {
    return new Start();
  }

  @Override
  public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
    for (int i = 0; i < ROWS; i++) {
      out.get(ID).set(i, i);
      if (wide) {
        out.get(VAL).set(i, (i + 1L) * STEP);
      }
    }
    out.rows(ROWS);
    return null;
  }
}
