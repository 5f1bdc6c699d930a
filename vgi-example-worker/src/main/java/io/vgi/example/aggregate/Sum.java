package io.vgi.example.aggregate;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;

/** The sum of whole numbers. */
final class Sum extends LongSums<BigIntVector> {
  private Sum(FunctionSpec spec) {
    super(spec);
  }

  static Sum plain() {
    return new Sum(
        FunctionSpec.aggregate("vgi_sum")
            .columns(VALUE)
            .returns(SqlType.BIGINT)
            .doc("Sum integer values")
            .build());
  }

  /** The function that the engine also registers under a global name. */
  static Sum global() {
    return new Sum(
        FunctionSpec.aggregate("global_agg")
            .columns(VALUE)
            .returns(SqlType.BIGINT)
            .doc("Global-registration probe (aggregate)")
            .categories("test", "global")
            .build());
  }

  @Override
  public void result(Call call, LongSum state, BigIntVector out, int row) {
    if (state.any()) {
      out.set(row, state.sum());
    }
  }
}
