package io.vgi.example.inout;

import io.vgi.example.Secrets;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableInOutSpecBuilder;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.param.Secret;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueColumn;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Functions from columns to rows: {@code FROM t, f(t.x)}. */
final class Blended {
  private static final CacheHint HINT = CacheHint.forSeconds(300).eachValue();
  private static final ValueColumn<BigIntVector, Long> X = Column.bigint("x").doc("Input column");
  private static final ValueColumn<BigIntVector, Long> N =
      Column.bigint("n").doc("Fan-out count: emit rows 0..n-1 for this input row");
  private static final ValueColumn<BigIntVector, Long> I = Column.bigint("i");
  private static final ValueColumn<Float8Vector, Double> LATITUDE =
      Column.float8("latitude").doc("Latitude input column");
  private static final ValueColumn<Float8Vector, Double> LONGITUDE =
      Column.float8("longitude").doc("Longitude input column");
  private static final ValueColumn<Float8Vector, Double> ALTITUDE =
      Column.float8("altitude").doc("Altitude input column");

  private Blended() {}

  static TableInOutFunction any() {
    return any(
        "blended_any",
        "Blended 1->1 echo of one ANY-typed input column (output typed from the input)",
        Column.any("value").doc("Input column of any type (echoed back unchanged)"));
  }

  static TableInOutFunction anyVarargs() {
    return any(
        "blended_any_varargs",
        "Blended 1->1 echo of N ANY-typed varargs input columns (col0..colN-1)",
        Column.any("values").varargs().doc("Input columns of any types (echoed back)"));
  }

  private static TableInOutFunction any(String name, String doc, Column<FieldVector> given) {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut(name).columns(given).doc(doc).categories("blended", "test"),
        new TableInOutFunction.Binder() {
          @Override
          public TableShape bind(Bind bind) {
            List<Column<?>> columns = new ArrayList<>();
            for (SqlType type : bind.types(given)) {
              String column = given.isVarargs() ? "col" + columns.size() : given.name();
              columns.add(Column.of(column, type));
            }
            return TableShape.of(columns);
          }
        },
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            out.forward(in);
          }
        });
  }

  /** Gives no rows. */
  static TableInOutFunction drop() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("blended_drop")
            .columns(Column.float8("x").doc("Input column (ignored)"))
            .returns(Column.bigint("v"))
            .doc("Blended 1->0 map emitting a single 0-row batch (literal scan-mode)")
            .categories("blended", "test"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            out.rows(0);
          }
        });
  }

  /** For each row the numbers from 0 up to the one in it. */
  static TableInOutFunction explode() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("blended_explode")
            .columns(N)
            .returns(I)
            .doc("Blended 1->N fan-out (emit 0..n-1 per input row) with row provenance")
            .categories("blended", "test"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            for (int row = 0; row < in.count(); row++) {
              for (long i = 0; i < count(in, row); i++) {
                out.parent(out.rowCount(), row);
                out.row().set(I, i);
              }
            }
            out.rows(out.rowCount());
          }
        });
  }

  /** The same, of which results may be kept; the rows of an origin are not together. */
  static TableInOutFunction cachedExplode() {
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("cached_explode")
            .columns(N)
            .returns(I)
            .doc("Cacheable blended 1->N fan-out (per_value) — 1:0 / 1:1 / 1:N by input")
            .categories("blended", "cache", "test")
            .cache(HINT),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            boolean more = true;
            for (long i = 0; more; i++) {
              more = false;
              for (int row = 0; row < in.count(); row++) {
                if (count(in, row) > i) {
                  out.parent(out.rowCount(), row);
                  out.row().set(I, i);
                  more = true;
                }
              }
            }
            out.rows(out.rowCount());
          }
        });
  }

  private static long count(Rows in, int row) {
    BigIntVector counts = in.get(N);
    return counts.isNull(row) ? 0 : counts.get(row);
  }

  /** Twice the number, which the engine may keep, value by value. */
  static TableInOutFunction cachedDouble() {
    return twice(
        FunctionSpec.tableInOut("cached_double")
            .doc("Cacheable blended map x -> x*2 (advertises vgi.cache.ttl + per_value)")
            .cache(HINT));
  }

  /** The function that is asked each time whether its result is still good. */
  static TableInOutFunction revalidatedDouble() {
    return twice(
        FunctionSpec.tableInOut("cached_reval_double")
            .doc("Blended map x->x*2 with always-revalidate (304 not_modified) contract"));
  }

  private static TableInOutFunction twice(TableInOutSpecBuilder declared) {
    ValueColumn<BigIntVector, Long> doubled = Column.bigint("doubled");
    FunctionSpec spec =
        declared.columns(X).returns(doubled).categories("blended", "cache", "test").build();
    return TableInOutFunction.of(
        spec,
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            if (spec.cache() == null && TableInputs.answers(scan, in, out)) {
              return;
            }
            for (int row = 0; row < in.count(); row++) {
              Long number = in.value(X, row);
              out.row().set(doubled, number == null ? null : Math.multiplyExact(number, 2L));
            }
          }
        });
  }

  static TableInOutFunction geoEncode() {
    return geoEncode("lat, lon", List.of(LATITUDE, LONGITUDE));
  }

  static TableInOutFunction geoEncodeWithAltitude() {
    return geoEncode("lat, lon, alt", List.of(LATITUDE, LONGITUDE, ALTITUDE));
  }

  /** Coordinates as text, rounded. */
  private static TableInOutFunction geoEncode(
      String words, List<ValueColumn<Float8Vector, Double>> coordinates) {
    Arg<Long> precision = Arg.bigint("precision").named().orElse(4L).doc("Rounding precision");
    ValueColumn<VarCharVector, String> geohash = Column.varchar("geohash");
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("geo_encode")
            .columns(coordinates.toArray(new Column<?>[0]))
            .args(precision)
            .returns(geohash)
            .doc("Blended per-row geo encoder (" + words + " -> geohash)")
            .categories("geo", "blended"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            int digits = Math.toIntExact(scan.get(precision));
            for (int row = 0; row < in.count(); row++) {
              List<String> texts = new ArrayList<>();
              for (ValueColumn<Float8Vector, Double> column : coordinates) {
                Double value = in.value(column, row);
                if (value != null) {
                  texts.add(rounded(value, digits));
                }
              }
              boolean complete = texts.size() == coordinates.size();
              out.row().set(geohash, complete ? String.join(":", texts) : null);
            }
          }
        });
  }

  private static String rounded(double value, int precision) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded =
        new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).stripTrailingZeros();
    // a whole number still shows that it is not an integer
    return (rounded.scale() <= 0 ? rounded.setScale(1, RoundingMode.UNNECESSARY) : rounded)
        .toPlainString();
  }

  /** Gives its input back with origins of rows that an engine must refuse. */
  static TableInOutFunction hostileProvenance() {
    ValueColumn<BigIntVector, Long> x = Column.bigint("x").doc("Input column (echoed as output)");
    Arg<String> mode = Arg.varchar("mode").named().orElse("range").doc("range | length | base64");
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("hostile_provenance")
            .columns(x)
            .args(mode)
            .returns(Column.bigint("hv"))
            .doc("Adversarial blended fixture emitting malformed vgi_rpc.parent_row")
            .categories("blended", "test", "adversarial"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            for (int row = 0; row < in.count(); row++) {
              out.row().set(0, in.value(x, row));
            }
            int rows = in.count();
            out.metadata(
                "vgi_rpc.parent_row#b64",
                switch (scan.get(mode)) {
                  case "base64" -> "@@@ this is not base64 @@@";
                  case "length" -> origins(rows + 1, 0);
                  default -> origins(rows, rows);
                });
          }
        });
  }

  private static String origins(int count, int origin) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putInt(origin);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** Multiples of a number, of which a query may use some. */
  static TableInOutFunction projectable() {
    ValueColumn<BigIntVector, Long> a = Column.bigint("a");
    ValueColumn<BigIntVector, Long> b = Column.bigint("b");
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("projectable_blended")
            .columns(X)
            .returns(a, b)
            .pushdown(Pushdown.PROJECTION)
            .doc("Blended 1->1 map with projection_pushdown + two output columns")
            .categories("blended", "test"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            for (int row = 0; row < in.count(); row++) {
              Long number = in.value(X, row);
              RowWriter to = out.row();
              if (number != null && out.wants(a)) {
                to.set(a, Math.multiplyExact(number, 10L));
              }
              if (number != null && out.wants(b)) {
                to.set(b, Math.multiplyExact(number, 100L));
              }
            }
          }
        });
  }

  /** The sum of the numbers in a row. */
  static TableInOutFunction rowSum() {
    Column<Float8Vector> values = Column.float8("values").varargs().doc("Numeric input columns");
    Arg<Boolean> absolute = Arg.bool("absolute").named().orElse(false).doc("Sum absolute values");
    Column<Float8Vector> rowSum = Column.float8("row_sum");
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("row_sum")
            .columns(values)
            .args(absolute)
            .returns(rowSum)
            .doc("Blended per-row varargs sum")
            .categories("numeric", "blended"),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            boolean size = scan.get(absolute);
            List<Float8Vector> columns = in.all(values);
            Float8Vector sums = out.get(rowSum);
            in.forEachRow(
                row -> {
                  double sum = 0;
                  for (Float8Vector column : columns) {
                    sum += size ? Math.abs(column.get(row)) : column.get(row);
                  }
                  sums.setSafe(row, sum);
                });
            out.rows(in.count());
          }
        });
  }

  /** A text of a secret and a number that differs from call to call, which the engine may keep. */
  static TableInOutFunction secretCachedLateral() {
    ValueColumn<VarCharVector, String> secretString = Column.varchar("secret_string");
    ValueColumn<BigIntVector, Long> nonce = Column.bigint("nonce");
    return TableInOutFunction.of(
        FunctionSpec.tableInOut("secret_cached_lateral")
            .columns(X)
            .returns(secretString, nonce)
            .uses(Secrets.EXAMPLE)
            .doc("Blended map emitting a secret's value and a per-call nonce; memoized per secret")
            .categories("blended", "cache", "secret", "test")
            .cache(HINT),
        new TableInOutFunction.Kernel() {
          @Override
          public void apply(Scan scan, Rows in, BatchWriter out) {
            Secret secret = scan.find(Secrets.EXAMPLE);
            String text = secret == null ? null : secret.find(Secrets.SECRET_STRING);
            long number = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
            for (int row = 0; row < in.count(); row++) {
              out.row().set(secretString, text).set(nonce, number);
            }
          }
        });
  }
}
