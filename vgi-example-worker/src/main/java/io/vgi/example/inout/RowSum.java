package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.Float8Vector;

/** The sum of the numbers in a row. */
final class RowSum implements TableInOutFunction {
  private static final Column<Float8Vector> VALUES =
      Column.float8("values").varargs().doc("Numeric input columns");
  private static final Arg<Boolean> ABSOLUTE =
      Arg.bool("absolute").named().orElse(false).doc("Sum absolute values");
  private static final Column<Float8Vector> ROW_SUM = Column.float8("row_sum");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("row_sum")
        .columns(VALUES)
        .args(ABSOLUTE)
        .returns(ROW_SUM)
        .doc("Blended per-row varargs sum")
        .categories("numeric", "blended")
        .build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    boolean absolute = scan.get(ABSOLUTE);
    List<Float8Vector> columns = in.all(VALUES);
    double[] sums = new double[in.count()];
    for (Float8Vector column : columns) {
      for (int row = 0; row < sums.length; row++) {
        double value = column.isNull(row) ? 0 : column.get(row);
        sums[row] += absolute ? Math.abs(value) : value;
      }
    }
    Float8Vector result = out.get(ROW_SUM);
    in.forEachRow(row -> result.setSafe(row, sums[row]));
    out.rows(in.count());
  }
}
