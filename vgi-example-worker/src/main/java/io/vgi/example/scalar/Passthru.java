package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.VarCharVector;

/** Text as it came: what it costs is what the way there and back costs. */
public final class Passthru implements ScalarFunction<VarCharVector> {
  private static final Column<VarCharVector> VALUE = Column.varchar("value").doc("String value");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("passthru")
        .columns(VALUE)
        .returns(SqlType.VARCHAR)
        .doc("Returns the input string unchanged (zero-compute wire probe)")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    VarCharVector values = in.get(VALUE);
    if (in.count() > 0) {
      TextCopy.shape(values, in.count(), out);
      out.getDataBuffer()
          .setBytes(
              0,
              values.getDataBuffer(),
              TextCopy.start(values),
              TextCopy.bytes(values, in.count()));
    }
  }
}
