package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.catalog.Schema;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Numbers as text: overloads that differ in how many constants lead, and in their types. */
final class FormatScalars {
  private static final int MAX_WIDTH = 1 << 20;
  private static final Arg<Long> PRECISION =
      Arg.bigint("precision").doc("Number of decimal places").atLeast(0L).atMost(10L);
  private static final Arg<String> PREFIX = Arg.varchar("prefix").doc("Prefix string");
  private static final Arg<Long> WIDTH = Arg.bigint("width").doc("Field width");
  private static final double SMALLEST_PLAIN = 1e-4;
  private static final double LARGEST_PLAIN = 1e16;

  private FormatScalars() {}

  static void addTo(Schema.Builder schema) {
    schema.functions(
        text(
            FunctionSpec.scalar("format_number")
                .doc("Format number with default precision (0 decimals)")
                .example(
                    "SELECT format_number(price) FROM products",
                    "Format prices with no decimal places"),
            "Number to format",
            new Function<Call, DoubleFunction<String>>() {
              @Override
              public DoubleFunction<String> apply(Call call) {
                return value -> fixed(value, 0);
              }
            }),
        text(
            FunctionSpec.scalar("format_number")
                .args(PRECISION)
                .doc("Format number with specified precision")
                .example(
                    "SELECT format_number(2, price) FROM products",
                    "Format prices with 2 decimal places"),
            "Number to format",
            new Function<Call, DoubleFunction<String>>() {
              @Override
              public DoubleFunction<String> apply(Call call) {
                return value -> fixed(value, call.get(PRECISION).intValue());
              }
            }),
        text(
            FunctionSpec.scalar("format_number")
                .args(PRECISION, PREFIX)
                .doc("Format number with precision and prefix")
                .example(
                    "SELECT format_number(2, '$', price) FROM products",
                    "Format prices with dollar sign and 2 decimals"),
            "Number to format",
            new Function<Call, DoubleFunction<String>>() {
              @Override
              public DoubleFunction<String> apply(Call call) {
                return value -> call.get(PREFIX) + fixed(value, call.get(PRECISION).intValue());
              }
            }),
        text(
            FunctionSpec.scalar("smart_format")
                .args(WIDTH)
                .doc("Right-align value in field of given width"),
            "Value to format",
            new Function<Call, DoubleFunction<String>>() {
              @Override
              public DoubleFunction<String> apply(Call call) {
                int width = width(call.get(WIDTH));
                return value -> aligned(natural(value), width);
              }
            }),
        text(
            FunctionSpec.scalar("smart_format")
                .args(PREFIX)
                .doc("Prepend prefix to formatted value"),
            "Value to format",
            new Function<Call, DoubleFunction<String>>() {
              @Override
              public DoubleFunction<String> apply(Call call) {
                return value -> call.get(PREFIX) + natural(value);
              }
            }));
  }

  /** A function of a number, which a call makes for each batch. */
  private static ScalarFunction<?> text(
      ScalarSpecBuilder spec, String valueDoc, Function<Call, DoubleFunction<String>> format) {
    Column<Float8Vector> value = Column.float8("value").doc(valueDoc);
    return ScalarFunction.of(
        spec.columns(value).returns(SqlType.VARCHAR),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            DoubleFunction<String> batch = format.apply(call);
            Float8Vector values = in.get(value);
            in.forEachRow(row -> out.setSafe(row, batch.apply(values.get(row)).getBytes(UTF_8)));
          }
        });
  }

  private static String aligned(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private static int width(long width) {
    if (width > MAX_WIDTH) {
      throw VgiException.invalidArgument("width must be <= " + MAX_WIDTH + ", got " + width);
    }
    return (int) Math.max(0, width);
  }

  /** With exactly {@code decimals} decimals; ties of the exact binary value go to even. */
  static String fixed(double value, int decimals) {
    if (isSpecial(value)) {
      return special(value);
    }
    BigDecimal exact = new BigDecimal(Math.abs(value));
    return sign(value) + exact.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** With as many digits as tell it apart, and an exponent only far from one. */
  static String natural(double value) {
    if (isSpecial(value)) {
      return special(value);
    }
    double size = Math.abs(value);
    if (size == 0) {
      return sign(value) + "0.0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(size)).stripTrailingZeros();
    if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
      return sign(value) + digits.setScale(Math.max(1, digits.scale())).toPlainString();
    }
    String unscaled = digits.unscaledValue().toString();
    int exponent = unscaled.length() - 1 - digits.scale();
    String power = (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "");
    String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
    return sign(value) + unscaled.charAt(0) + fraction + power + Math.abs(exponent);
  }

  private static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static String sign(double value) {
    return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
  }
}
