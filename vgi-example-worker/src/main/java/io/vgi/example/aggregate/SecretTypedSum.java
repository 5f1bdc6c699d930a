package io.vgi.example.aggregate;

import io.vgi.example.Secrets;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.param.Secret;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/** The sum of whole numbers, of a type that a secret decides. */
final class SecretTypedSum extends LongSums<FieldVector> {
  SecretTypedSum() {
    super(
        FunctionSpec.aggregate("secret_typed_sum")
            .columns(VALUE)
            .returns(SqlType.ANY)
            .uses(Secrets.EXAMPLE)
            .doc("Sum an integer column; the result type is chosen from a secret")
            .categories("aggregate", "secret")
            .example(
                "SELECT secret_typed_sum(n) FROM (SELECT 1 AS n UNION ALL SELECT 2)",
                "Sum a column with the result type selected by the vgi_example secret")
            .build());
  }

  @Override
  public SqlType bind(Bind bind) {
    Secret secret = bind.find(Secrets.EXAMPLE);
    boolean real = secret != null && Boolean.TRUE.equals(secret.find(Secrets.USE_SSL));
    return real ? SqlType.DOUBLE : SqlType.BIGINT;
  }

  @Override
  public void result(Call call, LongSum state, FieldVector out, int row) {
    if (!state.any()) {
      return;
    }
    if (out instanceof Float8Vector reals) {
      reals.set(row, (double) state.sum());
    } else {
      ((BigIntVector) out).set(row, state.sum());
    }
  }
}
