package io.vgi.example.aggregate;

import io.vgi.example.Secrets;
import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.param.Secret;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/** A sum whose type a secret decides. */
final class SecretTypedSum implements AggregateFunction<LongSum, FieldVector> {
  private static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Column to sum");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("secret_typed_sum")
        .columns(VALUE)
        .returns(SqlType.ANY)
        .uses(Secrets.EXAMPLE)
        .doc("Sum an integer column; the result type is chosen from a secret")
        .categories("aggregate", "secret")
        .example(
            "SELECT secret_typed_sum(n) FROM (SELECT 1 AS n UNION ALL SELECT 2)",
            "Sum a column with the result type selected by the vgi_example secret")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    Secret secret = bind.secret(Secrets.EXAMPLE);
    boolean real = secret != null && Boolean.TRUE.equals(secret.find(Secrets.USE_SSL));
    return real ? SqlType.DOUBLE : SqlType.BIGINT;
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
  public void result(Call call, LongSum state, FieldVector out, int row) {
    if (state.count() == 0) {
      return;
    } else if (out instanceof Float8Vector doubles) {
      doubles.set(row, state.sum());
    } else {
      ((BigIntVector) out).set(row, state.sum());
    }
  }

  @Override
  public StateCodec<LongSum> stateCodec() {
    return LongSum.codec();
  }
}
