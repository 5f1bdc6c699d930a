package io.vgi.example.scalar;

import io.vgi.catalog.Schema;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.jspecify.annotations.Nullable;

/** Functions of points, for each of the ways in which SQL writes a point. */
final class Geometry {
  private static final SqlType STRUCT = SqlType.struct(Column.float8("lat"), Column.float8("lon"));

  private Geometry() {}

  /**
   * A way to write a point.
   *
   * @param suffix the end of the names of functions
   * @param words the form in a sentence
   * @param shape what a point looks like
   * @param type the type of a point
   */
  private record Form(String suffix, String words, String shape, SqlType type) {
    ValueColumn<FieldVector, Object> column(String name, String doc) {
      return Column.of(name, type).doc(doc + " " + shape);
    }
  }

  /** A point; a coordinate that is missing is null. */
  private record Point(@Nullable Double lat, @Nullable Double lon) {
    static Point of(@Nullable Object value) {
      List<?> parts =
          value instanceof Map<?, ?> struct
              ? new ArrayList<>(struct.values())
              : (List<?>) Objects.requireNonNull(value);
      if (parts.size() < 2) {
        throw VgiException.invalidArgument(
            "A point is a list of two numbers; this one has " + parts.size());
      }
      return new Point((Double) parts.get(0), (Double) parts.get(1));
    }

    private static @Nullable Double plus(@Nullable Double left, @Nullable Double right) {
      return left == null || right == null ? null : (Double) (left + right);
    }

    Point plus(Point other) {
      return new Point(plus(lat, other.lat), plus(lon, other.lon));
    }

    Point over(double count) {
      return new Point(lat == null ? null : lat / count, lon == null ? null : lon / count);
    }
  }

  static void addTo(Schema.Builder schema) {
    for (Form form :
        List.of(
            new Form("struct", "struct", "{lat, lon}", STRUCT),
            new Form("list", "list", "[lat, lon]", SqlType.list(SqlType.DOUBLE)),
            new Form("fixed", "fixed-size list", "[lat, lon]", SqlType.array(SqlType.DOUBLE, 2)))) {
      schema.functions(distance(form), centroid(form));
    }
  }

  private static ScalarFunction<?> distance(Form form) {
    ValueColumn<FieldVector, Object> p1 = form.column("p1", "First point");
    ValueColumn<FieldVector, Object> p2 = form.column("p2", "Second point");
    String name = "geo_distance_" + form.suffix();
    String call =
        form.type().equals(STRUCT) ? "({lat: 0, lon: 0}, {lat: 3, lon: 4})" : "([0, 0], [3, 4])";
    return ScalarFunction.of(
        FunctionSpec.scalar(name)
            .columns(p1, p2)
            .returns(SqlType.DOUBLE)
            .doc("Euclidean distance between two " + form.words() + " points")
            .example("SELECT " + name + call, "Distance between origin and (3, 4)"),
        Float8Vector.class,
        new ScalarFunction.Kernel<Float8Vector>() {
          @Override
          public void eval(Call call1, Rows in, Float8Vector out) {
            ValueCodec.Reader<Object> from = in.reader(p1);
            ValueCodec.Reader<Object> to = in.reader(p2);
            in.forEachRow(
                row -> {
                  Point away = Point.of(to.get(row)).plus(Point.of(from.get(row)).over(-1));
                  if (away.lat() != null && away.lon() != null) {
                    out.set(row, Math.sqrt(away.lat() * away.lat() + away.lon() * away.lon()));
                  }
                });
          }
        });
  }

  private static ScalarFunction<?> centroid(Form form) {
    Column<FieldVector> points = form.column("points", "Point columns").varargs();
    String name = "geo_centroid_" + form.suffix();
    return ScalarFunction.of(
        FunctionSpec.scalar(name)
            .columns(points)
            .returns(STRUCT)
            .doc("Centroid of N " + form.words() + " points")
            .example(
                "SELECT " + name + "(p1, p2) FROM points",
                "Compute centroid of two " + form.words() + " points"),
        FieldVector.class,
        new ScalarFunction.Kernel<FieldVector>() {
          @Override
          public void eval(Call call, Rows in, FieldVector out) {
            ValueCodec<Object> codec = ValueCodec.natural(form.type());
            List<ValueCodec.Reader<Object>> all =
                in.all(points).stream().map(codec::reader).toList();
            ValueCodec.Writer<Point> means = ValueCodec.of(STRUCT, Point.class).writer(out);
            in.forEachRow(
                row -> {
                  Point sum = new Point(0.0, 0.0);
                  for (ValueCodec.Reader<Object> one : all) {
                    sum = sum.plus(Point.of(one.get(row)));
                  }
                  means.set(row, sum.over(all.size()));
                });
          }
        });
  }
}
