package io.vgi.example.inout;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Coordinates as text, rounded. */
final class GeoEncode implements TableInOutFunction {
  private static final Column<Float8Vector> LATITUDE =
      Column.float8("latitude").doc("Latitude input column");
  private static final Column<Float8Vector> LONGITUDE =
      Column.float8("longitude").doc("Longitude input column");
  private static final Column<Float8Vector> ALTITUDE =
      Column.float8("altitude").doc("Altitude input column");
  private static final Arg<Long> PRECISION =
      Arg.bigint("precision").named().orElse(4L).doc("Rounding precision");
  private static final Column<VarCharVector> GEOHASH = Column.varchar("geohash");

  private final FunctionSpec spec;
  private final List<Column<Float8Vector>> coordinates;

  private GeoEncode(FunctionSpec spec, List<Column<Float8Vector>> coordinates) {
    this.spec = spec;
    this.coordinates = coordinates;
  }

  static GeoEncode flat() {
    return new GeoEncode(
        FunctionSpec.tableInOut("geo_encode")
            .columns(LATITUDE, LONGITUDE)
            .args(PRECISION)
            .returns(GEOHASH)
            .doc("Blended per-row geo encoder (lat, lon -> geohash)")
            .categories("geo", "blended")
            .build(),
        List.of(LATITUDE, LONGITUDE));
  }

  static GeoEncode withAltitude() {
    return new GeoEncode(
        FunctionSpec.tableInOut("geo_encode")
            .columns(LATITUDE, LONGITUDE, ALTITUDE)
            .args(PRECISION)
            .returns(GEOHASH)
            .doc("Blended per-row geo encoder (lat, lon, alt -> geohash)")
            .categories("geo", "blended")
            .build(),
        List.of(LATITUDE, LONGITUDE, ALTITUDE));
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    int precision = Math.toIntExact(scan.get(PRECISION));
    VarCharVector texts = out.get(GEOHASH);
    Float8Vector first = in.get(coordinates.get(0));
    Float8Vector second = in.get(coordinates.get(1));
    Float8Vector third = coordinates.size() == 2 ? null : in.get(coordinates.get(2));
    StringBuilder text = new StringBuilder();
    in.forEachRow(
        row -> {
          text.setLength(0);
          append(text, first.get(row), precision);
          append(text.append(':'), second.get(row), precision);
          if (third != null) {
            append(text.append(':'), third.get(row), precision);
          }
          texts.setSafe(row, text.toString().getBytes(US_ASCII));
        });
    out.rows(in.count());
  }

  private static void append(StringBuilder text, double value, int precision) {
    if (!Double.isFinite(value)) {
      text.append(value);
      return;
    }
    BigDecimal rounded =
        new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).stripTrailingZeros();
    // a whole number still shows that it is not an integer
    text.append(
        (rounded.scale() <= 0 ? rounded.setScale(1, RoundingMode.UNNECESSARY) : rounded)
            .toPlainString());
  }
}
