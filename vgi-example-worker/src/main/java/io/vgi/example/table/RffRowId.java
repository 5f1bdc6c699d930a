package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.StructVector;

/** Ten boxes with row ids; the SDK applies the filters. */
final class RffRowId extends CountedRows {
  static final Column<StructVector> BOX =
      Column.struct(
          "bbox",
          Column.float4("xmin"),
          Column.float4("ymin"),
          Column.float4("xmax"),
          Column.float4("ymax"));

  private static final Column<BigIntVector> ROW_ID = Column.bigint("row_id").rowId();
  private static final Column<BigIntVector> OTHER = Column.bigint("other");
  private static final int ROWS = 10;
  private static final float MIN_Y = 2;
  private static final float MAX_X = 3;
  private static final float MAX_Y = 4;

  RffRowId() {
    super(
        FunctionSpec.table("rff_rowid_scan")
            .returns(ROW_ID, BOX, OTHER)
            .doc("rff_rowid — row_id virtual column + bbox.* required filters")
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .build());
  }

  @Override
  protected long count(Call call) {
    return ROWS;
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    BigIntVector ids = out.get(ROW_ID);
    BigIntVector others = out.get(OTHER);
    StructVector boxes = out.get(BOX);
    for (int i = 0; i < rows; i++) {
      ids.set(i, first + i);
      others.set(i, 10 * (first + i));
      boxes.setIndexDefined(i);
      corner(boxes, "xmin", i, (float) (first + i));
      corner(boxes, "ymin", i, MIN_Y);
      corner(boxes, "xmax", i, MAX_X);
      corner(boxes, "ymax", i, MAX_Y);
    }
  }

  private static void corner(StructVector boxes, String name, int row, float value) {
    ((Float4Vector) boxes.getChild(name)).setSafe(row, value);
  }
}
