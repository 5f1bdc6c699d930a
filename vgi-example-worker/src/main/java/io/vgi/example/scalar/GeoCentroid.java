package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.StructVector;

/** The mean of some points. */
public final class GeoCentroid implements ScalarFunction<StructVector> {
  private final PointForm form;
  private final Column<FieldVector> points;

  /** The function for points of one form. */
  public GeoCentroid(PointForm form) {
    this.form = form;
    this.points = form.column("points", "Point columns").varargs();
  }

  @Override
  public FunctionSpec spec() {
    String name = "geo_centroid_" + form.suffix();
    return FunctionSpec.scalar(name)
        .columns(points)
        .returns(PointForm.STRUCT.type())
        .doc("Centroid of N " + form.words() + " points")
        .example(
            "SELECT " + name + "(p1, p2) FROM points",
            "Compute centroid of two " + form.words() + " points")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, StructVector out) {
    Points[] all = Points.of(in.all(points));
    Float8Vector lats = out.getChild("lat", Float8Vector.class);
    Float8Vector lons = out.getChild("lon", Float8Vector.class);
    in.forEachRow(
        row -> {
          out.setIndexDefined(row);
          mean(all, row, lats, lons);
        });
  }

  /** A coordinate that one point lacks, the mean lacks. */
  private static void mean(Points[] all, int row, Float8Vector lats, Float8Vector lons) {
    double lat = 0;
    double lon = 0;
    boolean hasLat = true;
    boolean hasLon = true;
    for (Points one : all) {
      int latAt = one.latAt(row);
      int lonAt = one.lonAt(row);
      hasLat &= !one.lat().isNull(latAt);
      hasLon &= !one.lon().isNull(lonAt);
      if (hasLat) {
        lat += one.lat().get(latAt);
      }
      if (hasLon) {
        lon += one.lon().get(lonAt);
      }
    }
    if (hasLat) {
      lats.setSafe(row, lat / all.length);
    }
    if (hasLon) {
      lons.setSafe(row, lon / all.length);
    }
  }
}
