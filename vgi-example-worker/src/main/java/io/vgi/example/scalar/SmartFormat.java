package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** A number after a prefix or to the right: overloads that differ in the type of a constant. */
public final class SmartFormat implements ScalarFunction<VarCharVector> {
  private static final int MAX_WIDTH = 1 << 20;

  private static final Arg<Long> WIDTH = Arg.bigint("width").doc("Field width");
  private static final Arg<String> PREFIX = Arg.varchar("prefix").doc("Prefix string");
  private static final Column<Float8Vector> VALUE = Column.float8("value").doc("Value to format");

  private final FunctionSpec spec;
  private final boolean aligns;

  private SmartFormat(FunctionSpec spec, boolean aligns) {
    this.spec = spec;
    this.aligns = aligns;
  }

  /** All the overloads. */
  public static List<SmartFormat> overloads() {
    return List.of(
        new SmartFormat(
            FunctionSpec.scalar("smart_format")
                .args(WIDTH)
                .columns(VALUE)
                .returns(SqlType.VARCHAR)
                .doc("Right-align value in field of given width")
                .build(),
            true),
        new SmartFormat(
            FunctionSpec.scalar("smart_format")
                .args(PREFIX)
                .columns(VALUE)
                .returns(SqlType.VARCHAR)
                .doc("Prepend prefix to formatted value")
                .build(),
            false));
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    int width = aligns ? width(call.get(WIDTH)) : 0;
    String prefix = aligns ? "" : call.get(PREFIX);
    Float8Vector values = in.get(VALUE);
    in.forEachRow(
        row -> {
          String text = DoubleText.natural(values.get(row));
          String padding = " ".repeat(Math.max(0, width - text.length()));
          out.setSafe(row, (padding + prefix + text).getBytes(UTF_8));
        });
  }

  private static int width(long width) {
    if (width > MAX_WIDTH) {
      throw VgiException.invalidArgument("width must be <= " + MAX_WIDTH + ", got " + width);
    }
    return (int) Math.max(0, width);
  }
}
