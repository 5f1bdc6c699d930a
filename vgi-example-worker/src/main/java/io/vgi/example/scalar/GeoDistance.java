package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/** How far two points of a plane are from each other. */
public final class GeoDistance implements ScalarFunction<Float8Vector> {
  private final PointForm form;
  private final Column<FieldVector> p1;
  private final Column<FieldVector> p2;

  /** The function for points of one form. */
  public GeoDistance(PointForm form) {
    this.form = form;
    this.p1 = form.column("p1", "First point");
    this.p2 = form.column("p2", "Second point");
  }

  @Override
  public FunctionSpec spec() {
    String name = "geo_distance_" + form.suffix();
    return FunctionSpec.scalar(name)
        .columns(p1, p2)
        .returns(SqlType.DOUBLE)
        .doc("Euclidean distance between two " + form.words() + " points")
        .example(
            "SELECT " + name + "(" + form.literal(0, 0) + ", " + form.literal(3, 4) + ")",
            "Distance between origin and (3, 4)")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, Float8Vector out) {
    Points from = Points.of(in.get(p1));
    Points to = Points.of(in.get(p2));
    in.forEachRow(
        row -> {
          int lat1 = from.latAt(row);
          int lon1 = from.lonAt(row);
          int lat2 = to.latAt(row);
          int lon2 = to.lonAt(row);
          if (!from.lat().isNull(lat1)
              && !from.lon().isNull(lon1)
              && !to.lat().isNull(lat2)
              && !to.lon().isNull(lon2)) {
            double lat = to.lat().get(lat2) - from.lat().get(lat1);
            double lon = to.lon().get(lon2) - from.lon().get(lon1);
            out.set(row, Math.sqrt(lat * lat + lon * lon));
          }
        });
  }
}
