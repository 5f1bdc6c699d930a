package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;

/** Multiples of a number, of which a query may use some. */
final class ProjectableBlended implements TableInOutFunction {
  private static final Column<BigIntVector> X = Column.bigint("x").doc("Input column");
  private static final Column<BigIntVector> A = Column.bigint("a");
  private static final Column<BigIntVector> B = Column.bigint("b");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("projectable_blended")
        .columns(X)
        .returns(A, B)
        .pushdown(Pushdown.PROJECTION)
        .doc("Blended 1->1 map with projection_pushdown + two output columns")
        .categories("blended", "test")
        .build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    multiply(in, A, 10, out);
    multiply(in, B, 100, out);
    out.rows(in.count());
  }

  private static void multiply(Rows in, Column<BigIntVector> column, long by, BatchWriter out) {
    if (out.wants(column)) {
      BigIntVector numbers = in.get(X);
      BigIntVector result = out.get(column);
      in.forEachRow(row -> result.setSafe(row, Math.multiplyExact(numbers.get(row), by)));
    }
  }
}
