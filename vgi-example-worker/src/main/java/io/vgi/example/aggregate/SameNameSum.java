package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.NullHandling;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VarCharVector;

/** A sum after the name of the schema whose function was reached. */
final class SameNameSum extends LongSums<VarCharVector> {
  private final String prefix;

  SameNameSum(String schema) {
    super(
        FunctionSpec.aggregate("test_same_name_agg")
            .columns(VALUE)
            .returns(SqlType.VARCHAR)
            .nulls(NullHandling.SPECIAL)
            .doc("Schema-disambiguation probe; the " + schema + "-schema aggregate")
            .example(
                "SELECT example." + schema + ".test_same_name_agg(n) FROM range(3) t(n)",
                "Returns '" + schema + ":3'")
            .build());
    this.prefix = schema + ":";
  }

  @Override
  public void result(Call call, LongSum state, VarCharVector out, int row) {
    out.setSafe(row, (prefix + state.sum()).getBytes(StandardCharsets.US_ASCII));
  }
}
