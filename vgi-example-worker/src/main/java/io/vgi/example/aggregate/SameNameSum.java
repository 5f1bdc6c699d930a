package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** A function that exists in two schemas and says which one it is of. */
final class SameNameSum implements AggregateFunction<LongSum, VarCharVector> {
  private static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Column to sum");

  private final String schema;

  SameNameSum(String schema) {
    this.schema = schema;
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("test_same_name_agg")
        .columns(VALUE)
        .returns(SqlType.VARCHAR)
        .nulls(NullHandling.SPECIAL)
        .doc("Schema-disambiguation probe; the " + schema + "-schema aggregate")
        .example(
            "SELECT example." + schema + ".test_same_name_agg(n) FROM range(3) t(n)",
            "Returns '" + schema + ":3'")
        .build();
  }

  @Override
  public LongSum newState() {
    return new LongSum();
  }

  @Override
  public void update(Call call, Groups<LongSum> groups, Rows in) {
    BigIntVector value = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).add(value.get(row)));
  }

  @Override
  public void merge(LongSum into, LongSum from) {
    into.addAll(from);
  }

  @Override
  public void result(Call call, LongSum state, VarCharVector out, int row) {
    out.setSafe(row, (schema + ":" + state.sum()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public StateCodec<LongSum> stateCodec() {
    return LongSum.codec();
  }
}
