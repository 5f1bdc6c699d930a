package io.vgi.example.filter;

import io.vgi.example.table.CountedRows;
import io.vgi.example.table.Fill;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.pushdown.FilterFunction;
import io.vgi.type.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;

/** Points on a grid in the unit square, for conditions on geometries. */
final class SpatialRows extends CountedRows {
  private static final int WKB_BYTES = 21;
  private static final int WKB_POINT = 1;
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final Column<Float8Vector> X = Column.float8("x");
  private static final Column<Float8Vector> Y = Column.float8("y");
  private static final Column<VarBinaryVector> GEOM =
      Column.blob("geom")
          .metadata("ARROW:extension:name", "geoarrow.wkb")
          .metadata("ARROW:extension:metadata", "{}");

  SpatialRows() {
    super(
        FunctionSpec.table("spatial_filter_example")
            .args(Filters.COUNT, Filters.BATCH_SIZE)
            .returns(N, X, Y, GEOM)
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .filterFunctions(FilterFunction.intersectsExtent())
            .doc("Points on a grid, for conditions on geometries")
            .categories("generator", "spatial", "testing")
            .example("SELECT * FROM spatial_filter_example(100)", "Ten rows of ten points")
            .example(
                "SELECT COUNT(*) FROM spatial_filter_example(100)"
                    + " WHERE geom && ST_MakeEnvelope(0, 0, 0.5, 0.5)",
                "The points of a quarter")
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
    long side = (long) Math.ceil(Math.sqrt(scan.get(Filters.COUNT)));
    Fill.numbers(out, N, rows, first, 1);
    Float8Vector xs = out.get(X);
    Float8Vector ys = out.get(Y);
    VarBinaryVector points = out.get(GEOM);
    ByteBuffer wkb = ByteBuffer.allocate(WKB_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      double x = (double) ((first + i) % side) / side;
      long line = (first + i) / side;
      double y = (double) line / side;
      xs.set(i, x);
      ys.set(i, y);
      wkb.clear().put((byte) 1).putInt(WKB_POINT).putDouble(x).putDouble(y);
      points.setSafe(i, wkb.array());
    }
  }
}
