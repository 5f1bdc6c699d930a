package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Shows in its rows the arguments given by name. */
final class NamedParamsEcho extends CountedRows {
  private static final Arg<String> GREETING_ARG =
      Arg.varchar("greeting").named().orElse("hello").doc("Greeting text echoed in output");
  private static final Arg<Long> MULTIPLIER =
      Arg.bigint("multiplier").named().orElse(1L).doc("Multiplier for value column");
  private static final Arg<Double> SCALE =
      Arg.float8("scale").named().orElse(1.0).doc("Scale factor for float_value column");
  private static final Arg<Boolean> ENABLED_ARG =
      Arg.bool("enabled").named().orElse(true).doc("Boolean echoed in output");

  private static final Column<BigIntVector> ID = Column.bigint("id");
  private static final Column<VarCharVector> GREETING = Column.varchar("greeting");
  private static final Column<BigIntVector> VALUE = Column.bigint("value");
  private static final Column<Float8Vector> FLOAT_VALUE = Column.float8("float_value");
  private static final Column<BitVector> ENABLED = Column.bool("enabled");

  NamedParamsEcho() {
    super(
        FunctionSpec.table("named_params_echo")
            .args(Args.COUNT, GREETING_ARG, MULTIPLIER, SCALE, ENABLED_ARG)
            .returns(ID, GREETING, VALUE, FLOAT_VALUE, ENABLED)
            .doc("Echoes named parameter values in output columns")
            .categories("generator", "testing")
            .tag("category", "testing")
            .tag("type", "params")
            .example(
                "SELECT * FROM named_params_echo(3)", "Echo default parameter values for 3 rows")
            .example(
                "SELECT * FROM named_params_echo(3, greeting := 'hi', multiplier := 10)",
                "Echo custom greeting and multiplier")
            .build());
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    String greeting = scan.get(GREETING_ARG);
    long multiplier = scan.get(MULTIPLIER);
    double scale = scan.get(SCALE);
    int enabled = scan.get(ENABLED_ARG) ? 1 : 0;
    BigIntVector ids = out.get(ID);
    VarCharVector greetings = out.get(GREETING);
    BigIntVector values = out.get(VALUE);
    Float8Vector floats = out.get(FLOAT_VALUE);
    BitVector flags = out.get(ENABLED);
    for (int i = 0; i < rows; i++) {
      long id = first + i;
      ids.set(i, id);
      Text.set(greetings, i, greeting);
      values.set(i, Math.multiplyExact(id, multiplier));
      floats.set(i, id * scale);
      flags.set(i, enabled);
    }
  }
}
