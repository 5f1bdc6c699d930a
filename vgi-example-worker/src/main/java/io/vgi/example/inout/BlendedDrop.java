package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;

/** Gives no rows. */
final class BlendedDrop implements TableInOutFunction {
  private static final Column<Float8Vector> X = Column.float8("x").doc("Input column (ignored)");
  private static final Column<BigIntVector> V = Column.bigint("v");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("blended_drop")
        .columns(X)
        .returns(V)
        .doc("Blended 1->0 map emitting a single 0-row batch (literal scan-mode)")
        .categories("blended", "test")
        .build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    out.rows(0);
  }
}
