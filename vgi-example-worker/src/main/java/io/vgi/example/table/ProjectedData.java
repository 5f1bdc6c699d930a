package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Four columns, of which only those that the query uses are computed. */
final class ProjectedData extends CountedRows {
  private static final Column<BigIntVector> ID = Column.bigint("id");
  private static final Column<VarCharVector> NAME = Column.varchar("name");
  private static final Column<Float8Vector> VALUE = Column.float8("value");
  private static final Column<BigIntVector> EXTRA = Column.bigint("extra");

  ProjectedData() {
    super(
        FunctionSpec.table("projected_data")
            .args(Args.COUNT)
            .returns(ID, NAME, VALUE, EXTRA)
            .doc("Generates data with 4 columns, supporting projection pushdown")
            .categories("generator", "utility")
            .pushdown(Pushdown.PROJECTION)
            .example("SELECT * FROM projected_data(10)", "Generate 10 rows with all 4 columns")
            .example(
                "SELECT id, value FROM projected_data(10)",
                "Generate 10 rows with only id and value columns")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    if (out.wants(ID)) {
      BigIntVector ids = out.get(ID);
      for (int i = 0; i < rows; i++) {
        ids.set(i, first + i);
      }
    }
    if (out.wants(NAME)) {
      VarCharVector names = out.get(NAME);
      for (int i = 0; i < rows; i++) {
        Text.set(names, i, "item_" + (first + i));
      }
    }
    if (out.wants(VALUE)) {
      Float8Vector values = out.get(VALUE);
      for (int i = 0; i < rows; i++) {
        values.set(i, (first + i) * 1.5);
      }
    }
    if (out.wants(EXTRA)) {
      BigIntVector squares = out.get(EXTRA);
      for (int i = 0; i < rows; i++) {
        squares.set(i, Math.multiplyExact(first + i, first + i));
      }
    }
  }
}
