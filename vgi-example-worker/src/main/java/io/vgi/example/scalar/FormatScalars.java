package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.catalog.Schema;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
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
            call -> value -> DoubleText.fixed(value, 0)),
        text(
            FunctionSpec.scalar("format_number")
                .args(PRECISION)
                .doc("Format number with specified precision")
                .example(
                    "SELECT format_number(2, price) FROM products",
                    "Format prices with 2 decimal places"),
            "Number to format",
            call -> value -> DoubleText.fixed(value, call.get(PRECISION).intValue())),
        text(
            FunctionSpec.scalar("format_number")
                .args(PRECISION, PREFIX)
                .doc("Format number with precision and prefix")
                .example(
                    "SELECT format_number(2, '$', price) FROM products",
                    "Format prices with dollar sign and 2 decimals"),
            "Number to format",
            call ->
                value ->
                    call.get(PREFIX) + DoubleText.fixed(value, call.get(PRECISION).intValue())),
        text(
            FunctionSpec.scalar("smart_format")
                .args(WIDTH)
                .doc("Right-align value in field of given width"),
            "Value to format",
            call -> {
              int width = width(call.get(WIDTH));
              return value -> aligned(DoubleText.natural(value), width);
            }),
        text(
            FunctionSpec.scalar("smart_format")
                .args(PREFIX)
                .doc("Prepend prefix to formatted value"),
            "Value to format",
            call -> value -> call.get(PREFIX) + DoubleText.natural(value)));
  }

  /** A function of a number, which a call makes for each batch. */
  private static ScalarFunction<?> text(
      ScalarSpecBuilder spec, String valueDoc, Function<Call, DoubleFunction<String>> format) {
    Column<Float8Vector> value = Column.float8("value").doc(valueDoc);
    return ScalarFunction.of(
        spec.columns(value).returns(SqlType.VARCHAR).build(),
        VarCharVector.class,
        (call, in, out) -> {
          DoubleFunction<String> batch = format.apply(call);
          Float8Vector values = in.get(value);
          in.forEachRow(row -> out.setSafe(row, batch.apply(values.get(row)).getBytes(UTF_8)));
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
}
