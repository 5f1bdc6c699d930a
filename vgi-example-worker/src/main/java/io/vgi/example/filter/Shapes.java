package io.vgi.example.filter;

import static io.vgi.example.table.Args.N;
import static io.vgi.function.TableFunction.range;

import io.vgi.example.table.Args;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.pushdown.FilterFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Rows for conditions that call functions. */
public final class Shapes {
  private static final Arg<Long> COUNT =
      Arg.bigint("count").atLeast(1L).doc("Number of rows to generate");
  private static final Arg<Long> BATCH_SIZE =
      Arg.bigint("batch_size").named().orElse(1024L).doc("Rows per batch");

  private Shapes() {}

  /** A point as WKB: byte order, kind, coordinates. */
  public static byte[] point(double x, double y) {
    ByteBuffer wkb = ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN);
    return wkb.put((byte) 1).putInt(1).putDouble(x).putDouble(y).array();
  }

  /** Texts and lists. */
  static RangeFunction expressions() {
    var id = Column.bigint("id");
    var name = Column.varchar("name");
    var tags = Column.list("tags", SqlType.VARCHAR);
    var score = Column.float8("score");
    return range(
            FunctionSpec.table("expression_filter_test")
                .doc("Texts and lists for conditions that call functions")
                .categories("generator", "testing")
                .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
                .args(COUNT, BATCH_SIZE)
                .returns(id, name, tags, score)
                .build(),
            COUNT,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                out.series(id, rows, first, 1);
                out.fill(name, first, rows, row -> "item_" + row);
                out.fill(
                    tags, first, rows, row -> List.of("tag_" + row % 5, "tag_" + (row + 1) % 5));
                out.fill(score, first, rows, row -> row * 1.1);
              }
            })
        .batches(Args.atMost(BATCH_SIZE));
  }

  private static double share(long step, long side) {
    return (double) step / side;
  }

  /** Points on a grid in the unit square. */
  static RangeFunction points() {
    var x = Column.float8("x");
    var y = Column.float8("y");
    var geom =
        Column.blob("geom")
            .metadata("ARROW:extension:name", "geoarrow.wkb")
            .metadata("ARROW:extension:metadata", "{}");
    return range(
            FunctionSpec.table("spatial_filter_example")
                .doc("Points on a grid, for conditions on geometries")
                .categories("generator", "spatial", "testing")
                .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
                .args(COUNT, BATCH_SIZE)
                .returns(N, x, y, geom)
                .filterFunctions(FilterFunction.intersectsExtent())
                .example("SELECT * FROM spatial_filter_example(100)", "Ten rows of ten points")
                .example(
                    "SELECT COUNT(*) FROM spatial_filter_example(100)"
                        + " WHERE geom && ST_MakeEnvelope(0, 0, 0.5, 0.5)",
                    "The points of a quarter")
                .build(),
            COUNT,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                long side = (long) Math.ceil(Math.sqrt(scan.get(COUNT)));
                out.series(N, rows, first, 1);
                out.fill(x, first, rows, row -> share(row % side, side));
                out.fill(y, first, rows, row -> share(row / side, side));
                out.fill(
                    geom,
                    first,
                    rows,
                    row -> point(share(row % side, side), share(row / side, side)));
              }
            })
        .batches(Args.atMost(BATCH_SIZE));
  }
}
