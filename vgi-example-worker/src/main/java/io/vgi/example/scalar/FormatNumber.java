package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** A number with a fixed number of decimals: overloads that differ in how many constants lead. */
public final class FormatNumber implements ScalarFunction<VarCharVector> {
  private static final Arg<Long> PRECISION =
      Arg.bigint("precision").doc("Number of decimal places").atLeast(0L).atMost(10L);
  private static final Arg<String> PREFIX = Arg.varchar("prefix").doc("Prefix string");
  private static final Column<Float8Vector> VALUE = Column.float8("value").doc("Number to format");

  private final FunctionSpec spec;
  private final boolean precise;
  private final boolean prefixed;

  private FormatNumber(FunctionSpec spec, boolean precise, boolean prefixed) {
    this.spec = spec;
    this.precise = precise;
    this.prefixed = prefixed;
  }

  /** All the overloads. */
  public static List<FormatNumber> overloads() {
    return List.of(
        new FormatNumber(
            FunctionSpec.scalar("format_number")
                .columns(VALUE)
                .returns(SqlType.VARCHAR)
                .doc("Format number with default precision (0 decimals)")
                .example(
                    "SELECT format_number(price) FROM products",
                    "Format prices with no decimal places")
                .build(),
            false,
            false),
        new FormatNumber(
            FunctionSpec.scalar("format_number")
                .args(PRECISION)
                .columns(VALUE)
                .returns(SqlType.VARCHAR)
                .doc("Format number with specified precision")
                .example(
                    "SELECT format_number(2, price) FROM products",
                    "Format prices with 2 decimal places")
                .build(),
            true,
            false),
        new FormatNumber(
            FunctionSpec.scalar("format_number")
                .args(PRECISION, PREFIX)
                .columns(VALUE)
                .returns(SqlType.VARCHAR)
                .doc("Format number with precision and prefix")
                .example(
                    "SELECT format_number(2, '$', price) FROM products",
                    "Format prices with dollar sign and 2 decimals")
                .build(),
            true,
            true));
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    int decimals = precise ? call.get(PRECISION).intValue() : 0;
    String prefix = prefixed ? call.get(PREFIX) : "";
    Float8Vector values = in.get(VALUE);
    in.forEachRow(
        row -> {
          String text = prefix + DoubleText.fixed(values.get(row), decimals);
          out.setSafe(row, text.getBytes(UTF_8));
        });
  }
}
