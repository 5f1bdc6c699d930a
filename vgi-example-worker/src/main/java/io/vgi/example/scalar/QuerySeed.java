package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Stability;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** A function that says it is stable within a query only; its seed is always 1000. */
public final class QuerySeed implements ScalarFunction<BigIntVector> {
  private static final long SEED = 1000;
  private static final Column<BigIntVector> VALUE = Column.bigint("value").doc("Value to offset");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("query_seed")
        .columns(VALUE)
        .returns(SqlType.BIGINT)
        .stability(Stability.CONSISTENT_WITHIN_QUERY)
        .doc(
            "Add a per-query-stable seed to each value (demonstrates CONSISTENT_WITHIN_QUERY"
                + " stability)")
        .example(
            "SELECT query_seed(value) FROM data",
            "Offset each value by a seed that is constant within a query")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, BigIntVector out) {
    BigIntVector values = in.get(VALUE);
    in.forEachRow(row -> out.set(row, values.get(row) + SEED));
  }
}
